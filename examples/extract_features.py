#!/usr/bin/env python3
"""Image and text embeddings of a CLIP-like model, as files that Askew reads. See README.md beside this file.

    extract_features.py --model clip-base --table captions.csv --images photos --dataset mine --output features
"""
import argparse
import csv
import json
import os
import shutil
import socket
import struct
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

# The models of the paper (Gambetti et al. 2026) by its names; any other model id of the hub is taken as it is.
MODELS = {
    "clip-base": "openai/clip-vit-base-patch32",
    "clip-large": "openai/clip-vit-large-patch14",
    "siglip-base": "google/siglip-base-patch16-224",
    "siglip-large": "google/siglip-so400m-patch14-384",
    "siglip2-base": "google/siglip2-base-patch16-224",
    "siglip2-large": "google/siglip2-so400m-patch14-384",
    "align": "kakaobrain/align-base",
    "meta-clip-base": "facebook/metaclip-b32-400m",
    "meta-clip-large": "facebook/metaclip-h14-fullcc2.5b",
    "meta-clip2-base": "facebook/metaclip-2-mt5-worldwide-b32",
    "meta-clip2-large": "facebook/metaclip-2-worldwide-huge-378",
    "laion-base": "laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
    "laion-large": "laion/CLIP-ViT-L-14-laion2B-s32B-b82K",
    "pubmed-clip-base": "flaviagiammarino/pubmed-clip-vit-base-patch32",
    "plip": "vinid/plip",
}
LONGEST_TEXT = 77


class BadInput(Exception):
    """What is wrong, where, and what to do."""


@dataclass
class Item:
    image: str
    captions: list = field(default_factory=list)


def read_table(path):
    """Images with their captions, in the order of their first rows: CSV with the columns image and caption, a row a caption,
    or JSON lines {"image": …, "captions": […]}."""
    items = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = (json_rows if Path(path).suffix in (".jsonl", ".ndjson") else csv_rows)(file, path)
        for number, image, captions in rows:
            captions = [text for text in captions if text.strip()]
            if not image or not captions:
                raise BadInput(f"{path}, row {number}: {'no image' if not image else 'no caption'}. Fill it in or take the row out.")
            items.setdefault(image, Item(image)).captions.extend(captions)
    if not items:
        raise BadInput(f"{path} has no row. It needs an image and a caption a row.")
    return list(items.values())


def csv_rows(file, path):
    reader = csv.DictReader(file)
    missing = {"image", "caption"} - set(reader.fieldnames or [])
    if missing:
        raise BadInput(f"{path} has no column {' and '.join(sorted(missing))}; its columns are {', '.join(reader.fieldnames or ['none'])}.")
    for number, row in enumerate(reader, 2):
        yield number, (row["image"] or "").strip(), [row["caption"] or ""]


def json_rows(file, path):
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            captions = row["captions"] if "captions" in row else [row["caption"]]
            if isinstance(captions, str) or not all(isinstance(text, str) for text in captions):
                raise TypeError
            yield number, str(row["image"]), captions
        except (ValueError, KeyError, TypeError):
            raise BadInput(f'{path}, line {number} is not {{"image": …, "captions": […]}}.') from None


def output_path(folder, model, dataset, split, form):
    """<folder>/<model>/<dataset>_<split>_features.<form>: what askew benchmark takes for a run."""
    name = model if model in MODELS else model.rstrip("/").split("/")[-1]
    return Path(folder) / name / f"{dataset}_{split}_features.{form}"


def batches(items, begin, size):
    for at in range(begin, len(items), size):
        yield items[at : at + size]


def safetensors_header(tensors, metadata):
    """tensors: name -> (rows, cols) of float32, whose values follow in this order."""
    header = {"__metadata__": metadata}
    at = 0
    for name, (rows, cols) in tensors.items():
        header[name] = {"dtype": "F32", "shape": [rows, cols], "data_offsets": [at, at + 4 * rows * cols]}
        at += 4 * rows * cols
    text = json.dumps(header, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text


def metadata_of(items, settings):
    """Ids and captions as JSON lists; where images have several captions, also the image of each text."""
    ids = [item.image for item in items]
    metadata = {"image_id": ids, "caption": [text for item in items for text in item.captions]}
    if any(len(item.captions) != 1 for item in items):
        metadata["image_id_repeated"] = [item.image for item in items for _ in item.captions]
    return {**{name: json.dumps(values, ensure_ascii=False) for name, values in metadata.items()}, "settings": json.dumps(settings)}


class Store:
    """What is finished, beside the output, so that a run that was stopped goes on: float32 rows and how many there are."""

    def __init__(self, output, settings):
        self.folder = Path(f"{output}.partial")
        self.settings = settings
        self.state = {"settings": settings, "items": 0, "images": 0, "texts": 0, "width": 0}

    def resume(self):
        """Items that are finished already; what belongs to other settings is refused."""
        self.folder.mkdir(parents=True, exist_ok=True)
        note = self.folder / "progress.json"
        if note.exists():
            state = json.loads(note.read_text())
            if state["settings"] != self.settings:
                raise BadInput(f"{self.folder} was begun with other settings or another table. Remove it, or choose another --output.")
            self.state = state
        for side in ("images", "texts"):
            # A batch that was cut off in writing is written again.
            with open(self.folder / f"{side}.f32", "ab") as file:
                file.truncate(4 * self.state[side] * self.state["width"])
        return self.state["items"]

    def add(self, items, images, texts):
        """images, texts: bytes of float32 rows."""
        rows = {"images": len(items), "texts": sum(len(item.captions) for item in items)}
        width = len(images) // (4 * rows["images"])
        for side, values in (("images", images), ("texts", texts)):
            if len(values) != 4 * rows[side] * width or (self.state["width"] and width != self.state["width"]):
                raise BadInput(f"The model gave {len(values)} bytes for {rows[side]} {side} of width {width}. Is it a CLIP-like model?")
            with open(self.folder / f"{side}.f32", "ab") as file:
                file.write(values)
            self.state[side] += rows[side]
        self.state.update(items=self.state["items"] + len(items), width=width)
        # Replaced as a whole: it never says more than is there.
        note = self.folder / "progress.json.new"
        note.write_text(json.dumps(self.state))
        os.replace(note, self.folder / "progress.json")

    def shapes(self):
        return {side: (self.state[side], self.state["width"]) for side in ("images", "texts")}

    def finish_safetensors(self, output, items):
        part = Path(f"{output}.new")
        with open(part, "wb") as file:
            file.write(safetensors_header(self.shapes(), metadata_of(items, self.settings)))
            for side in ("images", "texts"):
                with open(self.folder / f"{side}.f32", "rb") as values:
                    shutil.copyfileobj(values, file)
        os.replace(part, output)

    def finish_pt(self, output, items):
        """The paper's form: a list of {"image": (1, d), "text": (C, d), "label_ids": int}."""
        import torch

        width = self.state["width"]
        images, texts = (
            torch.frombuffer(bytearray((self.folder / f"{side}.f32").read_bytes()), dtype=torch.float32).view(-1, width)
            for side in ("images", "texts")
        )
        samples, at = [], 0
        for index, item in enumerate(items):
            count = len(item.captions)
            samples.append({"image": images[index : index + 1].clone(), "text": texts[at : at + count].clone(), "label_ids": index})
            at += count
        part = f"{output}.new"
        torch.save(samples, part)
        os.replace(part, output)

    def clear(self):
        shutil.rmtree(self.folder)


def extract(items, encode, store, size, report=lambda done: None):
    """encode(items) -> (bytes of the images' rows, bytes of the texts' rows)."""
    begin = store.resume()
    report(begin)
    for batch in batches(items, begin, size):
        store.add(batch, *encode(batch))
        begin += len(batch)
        report(begin)


def go_offline():
    """The hub's libraries are told, and no socket of this process connects anywhere."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_DATASETS_OFFLINE="1")

    def refuse(*_):
        raise OSError("--offline: this program opens no connection. Give --model a folder, or fetch the model once without --offline.")

    socket.socket.connect = socket.socket.connect_ex = refuse


def opened(folder, name):
    from PIL import Image

    try:
        return Image.open(Path(folder) / name).convert("RGB")
    except OSError as error:
        raise BadInput(f"{Path(folder) / name} cannot be read as an image: {error}. Repair it, or take its rows out of the table.") from None


def row_bytes(features):
    """Normalised float32 rows as bytes."""
    import torch

    # From version 5 on transformers gives more than the projected features.
    features = features if isinstance(features, torch.Tensor) else features.pooler_output
    return torch.nn.functional.normalize(features.float(), dim=-1).cpu().contiguous().numpy().astype("<f4").tobytes()


def loaded(model_id, offline, load):
    try:
        return load()
    # ValueError: a form that the library does not know, or refuses.
    except (OSError, ValueError) as error:
        where = "cannot be loaded from this machine, and --offline fetches nothing" if offline else "cannot be had"
        raise BadInput(f"{model_id} {where}: {(str(error).splitlines() or [type(error).__name__])[0]}") from None


def make_encoder(model_id, folder, device, offline):
    """encode of extract(): by open_clip for its ids, hf-hub:…, else by transformers."""
    import torch

    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    make = open_clip_encoder if model_id.startswith("hf-hub:") else transformers_encoder
    return torch.no_grad()(make(model_id, folder, device, offline))


def open_clip_encoder(model_id, folder, device, offline):
    import open_clip
    import torch

    model, prepare = loaded(model_id, offline, lambda: open_clip.create_model_from_pretrained(model_id, device=device))
    # It pads and cuts to the model's own length.
    tokenizer = loaded(model_id, offline, lambda: open_clip.get_tokenizer(model_id))
    model.float().eval()

    def encode(items):
        pixels = torch.stack([prepare(opened(folder, item.image)) for item in items]).to(device)
        words = tokenizer([text for item in items for text in item.captions]).to(device)
        return row_bytes(model.encode_image(pixels)), row_bytes(model.encode_text(words))

    return encode


def transformers_encoder(model_id, folder, device, offline):
    from transformers import AutoModel, AutoProcessor

    model = loaded(model_id, offline, lambda: AutoModel.from_pretrained(model_id, local_files_only=offline))
    processor = loaded(model_id, offline, lambda: AutoProcessor.from_pretrained(model_id, local_files_only=offline))
    if not (hasattr(model, "get_image_features") and hasattr(model, "get_text_features")):
        raise BadInput(f"{model_id} has no features of images and texts: it is not a CLIP-like model. Choose another.")
    # Some are stored in half precision.
    model.to(device).float().eval()
    longest = min(LONGEST_TEXT, getattr(getattr(model.config, "text_config", None), "max_position_embeddings", LONGEST_TEXT))

    def encode(items):
        pixels = processor(images=[opened(folder, item.image) for item in items], return_tensors="pt").to(device)
        # All to one length: SigLIP was trained so, and a row must not depend on its batch.
        words = processor(
            text=[text for item in items for text in item.captions],
            return_tensors="pt",
            padding="max_length",
            truncation=True,
            max_length=longest,
        ).to(device)
        if model.config.model_type.startswith("siglip"):
            # SigLIP was trained to see its padding.
            words.pop("attention_mask", None)
        return row_bytes(model.get_image_features(**pixels)), row_bytes(model.get_text_features(**words))

    return encode


def reporter(total, out=sys.stderr):
    began = time.monotonic()
    first = []

    def report(done):
        first.append(done)
        spent = time.monotonic() - began
        made = done - first[0]
        left = f", about {spent / made * (total - done):.0f} s left" if made else ""
        print(f"\r{done} of {total} images{left}   ", end="" if done < total else "\n", file=out, flush=True)

    return report


def arguments(argv):
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0], epilog=f"Short names of models: {', '.join(MODELS)}.")
    parser.add_argument("--model", required=True, help="a short name, a model id of the hub, a folder, or hf-hub:… for open_clip")
    parser.add_argument("--table", required=True, help="CSV with image and caption, or JSON lines")
    parser.add_argument("--images", default=".", help="folder that the table's images are in")
    parser.add_argument("--dataset", required=True, help="its name in the output's")
    parser.add_argument("--split", default="test")
    parser.add_argument("--output", default="features", help="folder; default features")
    parser.add_argument("--format", choices=["safetensors", "pt"], default="safetensors", help="pt: the paper's form, without captions")
    parser.add_argument("--batch", type=int, default=32, help="images at once; default 32")
    parser.add_argument("--device", help="cpu, cuda, mps; default cuda where there is one")
    parser.add_argument("--offline", action="store_true", help="never open a connection")
    given = parser.parse_args(argv)
    if given.batch < 1:
        parser.error(f"--batch is {given.batch}, but must be 1 or more")
    return given


def main(argv=None):
    given = arguments(argv)
    if given.offline:
        go_offline()
    try:
        items = read_table(given.table)
        output = output_path(given.output, given.model, given.dataset, given.split, given.format)
        if output.exists():
            print(f"{output} is there already.", file=sys.stderr)
            return 0
        model_id = MODELS.get(given.model, given.model)
        captions = sum(len(item.captions) for item in items)
        settings = {"model": model_id, "table": Path(given.table).name, "images": len(items), "captions": captions}
        store = Store(output, settings)
        extract(items, make_encoder(model_id, given.images, given.device, given.offline), store, given.batch, reporter(len(items)))
        (store.finish_pt if given.format == "pt" else store.finish_safetensors)(output, items)
        store.clear()
        print(output)
        return 0
    except ImportError as error:
        print(f"{error.name} is missing. Run: pip install torch transformers pillow, and open_clip_torch for hf-hub:…", file=sys.stderr)
        return 2
    except (BadInput, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
