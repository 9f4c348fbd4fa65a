"""A file as the paper's extract_features.py writes it, by torch itself: /usr/bin/python3 big_samples.py PATH SAMPLES WIDTH TEXTS."""
import sys

import torch

path, samples, width, texts = sys.argv[1], *map(int, sys.argv[2:])
torch.manual_seed(0)
shared = torch.randn(samples, 1, 16) @ torch.randn(16, width)
rows = shared + 0.3 * torch.randn(samples, 1 + texts, width)
torch.save([{"image": row[:1].half().clone(), "text": row[1:].half().clone(), "label_ids": 999} for row in rows], path)
