import dataclasses

from orchestrator.virtual_lab.shelf import (
    describe_files,
    load_shelf,
    package_from_json,
    package_to_json,
    read_installer,
)

# Catalogs of sites hold these sums. One that changes breaks every catalog that was written for the lab.
SHA256 = {
    "/files/7z2301-x64.msi": "ee0dffc389bcd4f6bac32019afc19641907bd4c14a7016352f474266b8e682b5",
    "/files/7z2409-x64.msi": "295ace9134964235da18c6ee6018f09b8dc7dcb084f2adbd3a86517aaef5aa5a",
    "/files/LibreOffice_25.8.2_Win_x86-64.msi": "2fabf7bb79937d248ab03745f3d7f291bab50cb2959bc0cdad3b636b47b33b52",
    "/files/student-records-forms-4.2.msi": "4d8a9d3ebe6224a278cec96d2a46474c3735c5aedcb233c2986155ee934ff0c5",
    "/files/stockroom-2.7.msi": "5a1b665eb12999ec3a6a6420d3885160ee636d3ce7bbd42cbd00fcd6d4084608",
}


def test_the_bytes_of_a_file_never_change() -> None:
    found = {f["path"]: f["sha256"] for f in describe_files(load_shelf())}
    assert found == SHA256


def test_a_file_says_what_it_installs() -> None:
    for file in load_shelf().files.values():
        content = file.content()
        assert len(content) == file.size
        assert read_installer(content) == file


def test_other_bytes_are_no_installer() -> None:
    content = next(iter(load_shelf().files.values())).content()
    assert read_installer(b"MZ") is None
    assert read_installer(content[:60]) is None


def test_a_change_of_an_entry_changes_its_bytes() -> None:
    file = next(iter(load_shelf().files.values()))
    assert dataclasses.replace(file, version="9.9").sha256 != file.sha256


def test_packages_travel_as_json() -> None:
    for versions in load_shelf().packages.values():
        for package in versions:
            assert package_from_json(package_to_json(package)) == package


def test_a_version_fills_its_products_and_dependencies() -> None:
    packages = load_shelf().packages
    assert packages["vlc"][-1].dependencies == (("vlc.install", "[3.0.21]"),)
    assert packages["firefox"][0].products[0].key == "Mozilla Firefox 144.0.2 (x64 en-US)"


def test_every_dependency_is_on_the_shelf() -> None:
    packages = load_shelf().packages
    for versions in packages.values():
        for package in versions:
            for dependency, wanted in package.dependencies:
                assert wanted.strip("[]") in {p.version for p in packages[dependency]}
