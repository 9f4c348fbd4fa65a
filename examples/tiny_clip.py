#!/usr/bin/env python3
"""A CLIP of random weights, a few pictures, and extract_features.py over them: shows that everything is installed, without a download.

    pip install torch transformers pillow
    python3 examples/tiny_clip.py FOLDER && node web/bin/askew.js audit FOLDER/features/tiny/noise_test_features.safetensors
"""
import csv
import json
import random
import sys
from pathlib import Path

import extract_features

WORDS = "a photo of red green blue noise small large bright dark left right".split()


def tokenizer_files(folder):
    """CLIP's byte-level vocabulary without any merge."""
    from transformers.models.clip.tokenization_clip import bytes_to_unicode

    letters = list(bytes_to_unicode().values())
    vocabulary = letters + [f"{letter}</w>" for letter in letters] + ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({token: index for index, token in enumerate(vocabulary)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return len(vocabulary)


def make_model(folder):
    import torch
    from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPProcessor, CLIPTokenizer

    folder.mkdir(parents=True, exist_ok=True)
    size = tokenizer_files(folder)
    side = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    text = {**side, "vocab_size": size, "bos_token_id": size - 2, "eos_token_id": size - 1}
    torch.manual_seed(1)
    CLIPModel(CLIPConfig(text_config=text, vision_config={**side, "image_size": 32, "patch_size": 8}, projection_dim=16)).save_pretrained(folder)
    images = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    CLIPProcessor(images, CLIPTokenizer(folder / "vocab.json", folder / "merges.txt")).save_pretrained(folder)


def make_table(folder, count=24):
    from PIL import Image

    numbers = random.Random(1)
    (folder / "images").mkdir(parents=True, exist_ok=True)
    with open(folder / "captions.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["image", "caption"])
        for index in range(count):
            Image.frombytes("RGB", (40, 40), numbers.randbytes(4800)).save(folder / "images" / f"{index}.png")
            for _ in range(1 + index % 3):
                table.writerow([f"{index}.png", " ".join(numbers.choices(WORDS, k=5))])


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    make_model(folder / "tiny")
    make_table(folder)
    places = ["--model", str(folder / "tiny"), "--table", str(folder / "captions.csv"), "--images", str(folder / "images")]
    return extract_features.main([*places, "--dataset", "noise", "--output", str(folder / "features"), "--batch", "5", "--offline"])


if __name__ == "__main__":
    sys.exit(main())
