"""What the network sees of the lab: TLS listeners, HTTP/1.1, the WS-Management messages and the remote shells."""
