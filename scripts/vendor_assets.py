"""Make ``src/goodoffices/report/assets`` again: chart libraries, fonts, their licences, and the manifest of hashes.

Everything comes from npm packages, by name, version and SHA-512, through whatever source the local ``npm`` is set up
to use. Nothing is changed on the way, so the manifest's SHA-256 of a file is that of the file in the package. Run it
as ``python scripts/vendor_assets.py``; to move to another version, change the line below and empty its hash, and the
script says what the hash is.

The page that uses them is ``src/goodoffices/report/page.py``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ASSETS = Path(__file__).parent.parent / "src" / "goodoffices" / "report" / "assets"

SCRIPTS = {
    "vega@6.2.0": "build/vega.min.js",
    "vega-lite@6.4.1": "build/vega-lite.min.js",
    "vega-embed@7.1.0": "build/vega-embed.min.js",
}
"""The chart libraries. vega-embed holds vega-interpreter, which reads expressions without ``eval``."""

FONTS = {
    "@fontsource/source-sans-3@5.3.1": ("Source Sans 3", ("latin", "latin-ext", "cyrillic", "greek")),
    "@fontsource/source-serif-4@5.3.1": ("Source Serif 4", ("latin", "latin-ext", "cyrillic", "greek")),
    "@fontsource/noto-sans-arabic@5.3.0": ("Noto Sans Arabic", ("arabic",)),
    "@fontsource/noto-naskh-arabic@5.3.0": ("Noto Naskh Arabic", ("arabic",)),
    "@fontsource/noto-sans-hebrew@5.3.0": ("Noto Sans Hebrew", ("hebrew",)),
    "@fontsource/noto-serif-hebrew@5.3.0": ("Noto Serif Hebrew", ("hebrew",)),
}
"""Family name and scripts of each font, in two weights: Noto Naskh is the Arabic companion of the serif."""

WEIGHTS = (400, 600)

BUNDLED = (
    "d3-array@3.2.5", "d3-color@3.1.1", "d3-delaunay@6.0.6", "d3-dispatch@3.0.2", "d3-dsv@3.0.2", "d3-force@3.0.1",
    "d3-format@3.1.3", "d3-geo@3.1.2", "d3-geo-projection@4.0.0", "d3-hierarchy@3.1.3", "d3-interpolate@3.0.2",
    "d3-path@3.1.1", "d3-quadtree@3.0.2", "d3-scale@4.0.3", "d3-scale-chromatic@3.1.1", "d3-shape@3.2.1",
    "d3-time@3.1.1", "d3-time-format@4.1.1", "d3-timer@3.0.2", "delaunator@5.1.0", "internmap@2.0.3",
    "robust-predicates@3.0.3", "topojson-client@3.1.0", "fast-json-patch@3.1.1",
    "json-stringify-pretty-compact@4.0.0", "semver@7.8.6", "tslib@2.9.1",
)  # fmt: skip
"""What the chart libraries hold inside them: only their licences are taken."""

HASHES = {
    "vega@6.2.0": "BIwalIcEGysJdQDjeVUmMWB3e50jPDNAMfLJscjEvpunU9bSt7X1OYnQxkg3uBwuRRI4nWfFZO9uIW910nLeGw==",
    "vega-lite@6.4.1": "KO3ybHNouRK4A0al/+2fN9UqgTEfxrd/ntGLY933Hg5UOYotDVQdshR3zn7OfXwQ7uj0W96Vfa5R+QxO8am3IQ==",
    "vega-embed@7.1.0": "ZmEIn5XJrQt7fSh2lwtSdXG/9uf3yIqZnvXFEwBJRppiBgrEWZcZbj6VK3xn8sNTFQ+sQDXW5sl/6kmbAW3s5A==",
    "@fontsource/source-sans-3@5.3.1": "O3YxvbotUOgYI2Zx0bBcEMNjnwitRf9P2+9pd54sMoux1NHrdXnMwZusw2P78lFhEzOPN4glOEQmX0ASaS68uA==",
    "@fontsource/source-serif-4@5.3.1": "cWcTCXjYYrgF9A67fThVir1VSc0lPEYmwQ6jA4pPt01s2MSCi/maINUcZoCzaqnU8fyUReDO97eGcBUkHgOeug==",
    "@fontsource/noto-sans-arabic@5.3.0": "i3t6GR0LOReyJVEk+YfYCnxv53wuIelg7Y9NGNvOq4Diq/EP0YszaGXkQwfQNigLjfO4POrLaPGM0sNliGYk7A==",
    "@fontsource/noto-naskh-arabic@5.3.0": "S/GDgQ6mh/PKo4mz5+eXNYbEarvpI7yh6eCdOz8tTVbeM7+OUiacIEscaYEibr/+egDtGbO2ZB00sjy1bJC1kQ==",
    "@fontsource/noto-sans-hebrew@5.3.0": "7owtzuw9D+ipt0g8mcBGOm7MS/mv/REKsjSwEUe749UUsrnG54TSmusNn7oxv2GxbUORAzADLQ8ggdtt7oKkpg==",
    "@fontsource/noto-serif-hebrew@5.3.0": "UbTqdsCCQRYAxQ1ZNjWTcL+tbqYvCG0nhCSD0Y2CmWEfl32e71/DAlRw9IvhjEdCJnKJm0t9AOfiNiut1mHKeA==",
    "d3-array@3.2.5": "Th8qGXoBalmWsstpkuhmBuTsBQIFqYOJtjlBvNVvBfJ8E3uYusBUwUR8HU20U0qKKQkgCvKyR1YjiozWadk5QA==",
    "d3-color@3.1.1": "lfab8x0Bj0UO7SNsY8dZSbNIA6ipbkE3X0NG9nqjCu6CfCHZseuDnOSJY7hidKrjpP++i1M2qT+FlAdPKYRilA==",
    "d3-delaunay@6.0.6": "DMQIEvSJhZCB6pwedcXaAlQ+MeKU5LlM2XakKtc73b/VM+RBiI1SRXycOEOKg2jsKj4zZ9F0KGYG6nCGwwWu/g==",
    "d3-dispatch@3.0.2": "sAzH4Y4nsLo8eSqw5jKiZt+LU2wZmL/qS+OkxQGjhwazB/D7TY34R/QK1eshfGr7cZEKymKZ/Haem7m+lu98Sg==",
    "d3-dsv@3.0.2": "FUnXhX7I4/AXyRCZzwfZTDGSq8PGZ4oR0tiCBqNGOZMsDrQ+6sIWNQnBzcCGhzJKZ6uCvCezTwflUqI209RRiQ==",
    "d3-force@3.0.1": "kAaaHLFebBYwgi5cYBXAI8vKrQFMCD2MEswj2QuPKKbdU1wYLc8WXtS7O8F/b6POCIe3gJjY6hkDstHi1yMETQ==",
    "d3-format@3.1.3": "+F+/49swqmGuQJmSKnVMIDH/QkEFV5li9QRj0xm/KhyAUBv099O5PrvpQFxBp24PYph17Mnvt9mjKQV0ii0nMA==",
    "d3-geo@3.1.2": "5R8ZgDQorIxmauv7R6gpE/ndz+Z0qAZssigq0aXFdvPHdY41RqtW02jrRUQAL724NdPABYXo1+gQEGBBr7uKNg==",
    "d3-geo-projection@4.0.0": "p0bK60CEzph1iqmnxut7d/1kyTmm3UWtPlwdkM31AU+LW+BXazd5zJdoCn7VFxNCHXRngPHRnsNn5uGjLRGndg==",
    "d3-hierarchy@3.1.3": "GRajN5ZcnEwYFWqqdzhG1qJ3+fDg6WWzk47TJg7ePY7yvYAgRfD2r1mUx+wviBOWuCwamCUzjwMSdato43jbGA==",
    "d3-interpolate@3.0.2": "IRzGU62DtxhvsnSTWMQIdnoZ6gA+BCWwBon1EJI6SjoN595799b6z/QRBzXfFhE8iupUPp3042yBNo0STPqnzQ==",
    "d3-path@3.1.1": "jsbgV8zIT38ReB9O7X7gcLndTQRONSqNNd+oGIaTBdUug4r5jFmp0N6RY9R5GWbdUDucn0qoTGyfjapT4tDhcg==",
    "d3-quadtree@3.0.2": "9Lu9mqJKRbIk0d6mKDjpvPURaPdwHVK5CYbcdd0/4vBgz4ldz/7TIOse3kNERsByGNfld58KEco507AztJWyTQ==",
    "d3-scale@4.0.3": "66cWobCNzcMvlfoaDHCxuIv9TBUWG1BLOWdv9kHHFuCr1JdqAWPvTmsaEYDD5NRMyWZ5+7u0GqiCDfMXMqh3hg==",
    "d3-scale-chromatic@3.1.1": "lA5gfN2yMvmChubmptnDiBfeGpHD7Yb1EbvCz0TZE0WHXhyR6W2allPuhKtzV5ILQRqeOdefF0qYtERReLUBDg==",
    "d3-shape@3.2.1": "dm2o+lbKdzg9tY7GEag/dB9hcbodLfwkE/DkvqbELJXaMz0yKzWWhZqhbI7CKubukA7HnRyz0avdtvi7EPxPvw==",
    "d3-time@3.1.1": "Ze7rjrhMzdeulh0/hjcfFj7XLAHOfowtEMfsoG6DU866HPynQNW7Wfen6hzXcqKTv8XzxvF6Hzr5XD6bMHr2ug==",
    "d3-time-format@4.1.1": "22XaqjyCjpqgda20erhsOjGmC3vvYwTNYniKAd45W5UWLDF43moeOuV9qYpRqobIlsnK0UhnKZjUUJm3VgORUA==",
    "d3-timer@3.0.2": "1Il1aliroVSErrv5aulRBxAY+7+DnaoLIWGd1C6SsBTWDeobWiP/V69vwb8vT6abR1kKwaNe1196pmaQ1fK90A==",
    "delaunator@5.1.0": "AGrQ4QSgssa1NGmWmLPqN5NY2KajF5MqxetNEO+o0n3ZwZZeTmt7bBnvzHWrmkZFxGgr4HdyFgelzgi06otLuQ==",
    "internmap@2.0.3": "5Hh7Y1wQbvY5ooGgPbDaL5iYLAPzMTUrjMulskHLH6wnv/A+1q5rgEaiuqEjB+oxGXIVZs1FF+R/KPN3ZSQYYg==",
    "robust-predicates@3.0.3": "NS3levdsRIUOmiJ8FZWCP7LG3QpJyrs/TE0Zpf1yvZu8cAJJ6QMW92H1c7kWpdIHo8RvmLxN/o2JXTKHp74lUA==",
    "topojson-client@3.1.0": "605uxS6bcYxGXw9qi62XyrV6Q3xwbndjachmNxu8HWTtVPxZfEJN9fd/SZS1Q54Sn2y0TMyMxFj/cJINqGHrKw==",
    "fast-json-patch@3.1.1": "vf6IHUX2SBcA+5/+4883dsIjpBTqmfBjmYiWK1savxQmFk4JfBMLa7ynTYOs1Rolp/T1betJxHiGD3g1Mn8lUQ==",
    "json-stringify-pretty-compact@4.0.0": "3CNZ2DnrpByG9Nqj6Xo8vqbjT4F6N+tb4Gb28ESAZjYZ5yqvmc56J+/kuIwkaAMOyblTQhUW7PxMkUb8Q36N3Q==",
    "semver@7.8.6": "9lpSSU4Mly3mrtruwLs1eLK6+gzbzqeBFwRNjIjE+9LuDpWdYctrQlQ3ej1Ilgi7gknpsTRnPoLP8DpCHqHIJw==",
    "tslib@2.9.1": "a4Ux9VKuIMHsOS7ENbEq6hK2ZGYIT27Rtl0E4eD9KqwxhKiQeMZE/9xb3IdYwWaSOyIBQLExhQgXDTYoiCxnWA==",
}
"""SHA-512 of each package as npm hands it over, in base64."""


def fetch(package: str, folder: Path) -> tarfile.TarFile:
    """The npm package as an open archive, once its SHA-512 is the one written here."""
    answer = subprocess.run(
        ["npm", "pack", package, "--json", "--pack-destination", str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    archive = folder / json.loads(answer.stdout)[0]["filename"]
    found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if HASHES.get(package) != found:
        sys.exit(f"{package}: its SHA-512 is not the one written here; it is {found}")
    return tarfile.open(archive)


def member(archive: tarfile.TarFile, name: str) -> bytes:
    stream = archive.extractfile(f"package/{name}")
    if stream is None:
        sys.exit(f"{archive.name!r} has no file {name}")
    return stream.read()


def licence(archive: tarfile.TarFile) -> str:
    names = [name for name in archive.getnames() if name.lower().startswith("package/licen")]
    return member(archive, min(names).removeprefix("package/")).decode().replace("\r\n", "\n").strip()


def together(licences: dict[str, str]) -> str:
    """All licences as one text, each once, under the packages it belongs to."""
    by_text: dict[str, list[str]] = {}
    for package, text in licences.items():
        by_text.setdefault(text, []).append(package)
    rule = "-" * 80
    return "\n".join(f"{rule}\n{', '.join(names)}\n{rule}\n\n{text}\n" for text, names in by_text.items())


def main() -> None:
    files: dict[str, bytes] = {}
    fonts: list[dict[str, object]] = []
    code, letters = {}, {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package, path in SCRIPTS.items():
            archive = fetch(package, folder)
            files[path.rpartition("/")[2]] = member(archive, path)
            code[package] = licence(archive)
        for package in BUNDLED:
            code[package] = licence(fetch(package, folder))
        for package, (family, scripts) in FONTS.items():
            archive = fetch(package, folder)
            letters[package] = licence(archive)
            ranges = json.loads(member(archive, "unicode.json"))
            stem = package.rpartition("@")[0].rpartition("/")[2]
            for script in scripts:
                for weight in WEIGHTS:
                    file = f"{stem}-{script}-{weight}-normal.woff2"
                    files[f"fonts/{file}"] = member(archive, f"files/{file}")
                    fonts.append({"file": f"fonts/{file}", "family": family, "weight": weight, "script": script,
                                  "range": ranges[script]})  # fmt: skip
    files["licences/charts.txt"] = together(code).encode()
    files["licences/fonts.txt"] = together(letters).encode()
    for path, content in files.items():
        (ASSETS / path).parent.mkdir(parents=True, exist_ok=True)
        (ASSETS / path).write_bytes(content)
    manifest = {
        "packages": [*SCRIPTS, *FONTS],
        "sha256": {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())},
        "fonts": fonts,
    }
    (ASSETS / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
