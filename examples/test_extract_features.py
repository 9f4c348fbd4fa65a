"""extract_features.py without a model: its pure parts, and its calls of the libraries against stand-ins. Run: python3 -m unittest examples/test_extract_features.py"""
import io
import json
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import extract_features as ef  # noqa: E402


def encode(items):
    """A model of width 2 whose rows say what they are of."""
    images = [[len(item.image), 1] for item in items]
    texts = [[len(text), 2] for item in items for text in item.captions]
    return tuple(b"".join(struct.pack("<2f", *row) for row in rows) for rows in (images, texts))


ITEMS = [ef.Item("a.png", ["one", "three"]), ef.Item("bb.png", ["two"]), ef.Item("ccc.png", ["x", "yy", "zzz"])]
SETTINGS = {"model": "m"}


def parsed(path):
    data = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name in ("images", "texts"):
        begin, end = (8 + length + offset for offset in header[name]["data_offsets"])
        tensors[name] = struct.unpack(f"<{(end - begin) // 4}f", data[begin:end])
    return header, tensors, (8 + length) % 8


class Table(unittest.TestCase):
    def read(self, text, name="t.csv"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8")
            return ef.read_table(path)

    def test_captions_of_one_image_come_together_in_the_order_of_first_rows(self):
        items = self.read('image,caption\nb.png,"one, two"\na.png,x\nb.png,three\n')
        self.assertEqual(items, [ef.Item("b.png", ["one, two", "three"]), ef.Item("a.png", ["x"])])

    def test_json_lines_hold_several_captions(self):
        items = self.read('{"image": "a", "captions": ["x", "y"]}\n\n{"image": "b", "caption": "z"}\n', "t.jsonl")
        self.assertEqual(items, [ef.Item("a", ["x", "y"]), ef.Item("b", ["z"])])

    def test_what_is_missing_is_named_with_its_place(self):
        for text, name, message in [
            ("file,caption\na,b\n", "t.csv", "has no column image; its columns are file, caption"),
            ("image,caption\na,b\nc, \n", "t.csv", "row 3: no caption"),
            ("image,caption\n,b\n", "t.csv", "row 2: no image"),
            ("image,caption\n", "t.csv", "has no row"),
            ('{"image": "a"}\n', "t.jsonl", "line 1 is not"),
            ('{"image": "a", "captions": "x"}\n', "t.jsonl", "line 1 is not"),
        ]:
            with self.subTest(text=text), self.assertRaisesRegex(ef.BadInput, message):
                self.read(text, name)


class Names(unittest.TestCase):
    def test_the_output_is_named_as_askew_benchmark_reads_it(self):
        self.assertEqual(ef.output_path("out", "clip-base", "ROCO", "test", "pt"), Path("out/clip-base/ROCO_test_features.pt"))
        self.assertEqual(ef.output_path("out", "org/some-clip", "mine", "val", "safetensors").parent, Path("out/some-clip"))
        self.assertEqual(ef.output_path("out", "models/local/", "mine", "val", "pt").parent.name, "local")

    def test_there_are_the_paper_s_fifteen_models(self):
        self.assertEqual(len(ef.MODELS), 15)


class Stored(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.output = Path(self.folder.name) / "x.safetensors"

    def tearDown(self):
        self.folder.cleanup()

    def finished(self, store):
        store.finish_safetensors(self.output, ITEMS)
        return parsed(self.output)

    def test_rows_ids_and_captions_are_in_the_file(self):
        store = ef.Store(self.output, SETTINGS)
        ef.extract(ITEMS, encode, store, 2)
        header, tensors, rest = self.finished(store)
        self.assertEqual(rest, 0)
        self.assertEqual([header["images"]["shape"], header["texts"]["shape"]], [[3, 2], [6, 2]])
        self.assertEqual(tensors["images"], (5, 1, 6, 1, 7, 1))
        self.assertEqual(tensors["texts"][::2], (3, 5, 3, 1, 2, 3))
        metadata = header["__metadata__"]
        self.assertTrue(all(isinstance(value, str) for value in metadata.values()))
        self.assertEqual(json.loads(metadata["image_id"]), ["a.png", "bb.png", "ccc.png"])
        self.assertEqual(json.loads(metadata["image_id_repeated"]), ["a.png"] * 2 + ["bb.png"] + ["ccc.png"] * 3)
        self.assertEqual(json.loads(metadata["caption"])[1], "three")

    def test_a_run_that_was_stopped_goes_on_and_gives_the_same_file(self):
        whole = ef.Store(self.output, SETTINGS)
        ef.extract(ITEMS, encode, whole, 1)
        expected = self.finished(whole)
        whole.clear()
        calls = []

        def failing(items):
            if len(calls) == 2:
                raise KeyboardInterrupt
            calls.append(items)
            return encode(items)

        with self.assertRaises(KeyboardInterrupt):
            ef.extract(ITEMS, failing, ef.Store(self.output, SETTINGS), 1)
        # A batch of which only a part was written.
        with open(f"{self.output}.partial/images.f32", "ab") as file:
            file.write(b"12345")
        seen = []
        again = ef.Store(self.output, SETTINGS)
        ef.extract(ITEMS, lambda items: seen.extend(items) or encode(items), again, 1)
        self.assertEqual(seen, ITEMS[2:])
        self.assertEqual(self.finished(again), expected)

    def test_what_was_begun_with_other_settings_is_not_mixed_in(self):
        ef.extract(ITEMS, encode, ef.Store(self.output, SETTINGS), 2)
        with self.assertRaisesRegex(ef.BadInput, "other settings"):
            ef.Store(self.output, {"model": "other"}).resume()

    def test_sides_of_two_widths_are_refused(self):
        store = ef.Store(self.output, SETTINGS)
        with self.assertRaisesRegex(ef.BadInput, "CLIP-like"):
            ef.extract(ITEMS, lambda items: (encode(items)[0], b"1234"), store, 2)


class Tensor:
    """As much of a tensor as a row of features needs."""

    def __init__(self, rows):
        self.rows = rows

    def tobytes(self):
        return b"".join(struct.pack(f"<{len(row)}f", *row) for row in self.rows)

    def same(self, *_):
        return self

    to = float = cpu = contiguous = numpy = astype = same


class Model:
    """Rows that say how many there were; notes what it was asked."""

    def __init__(self, model_type="clip", most=77):
        self.config = SimpleNamespace(model_type=model_type, text_config=SimpleNamespace(max_position_embeddings=most))
        self.asked = []

    def same(self, *_):
        self.asked.append("float" if not _ else "to")
        return self

    to = float = eval = same

    def get_image_features(self, pixel_values):
        return Tensor([[1, len(pixel_values)] for _ in pixel_values])

    def get_text_features(self, **words):
        self.asked.append(sorted(words))
        # As transformers 5 gives them.
        return SimpleNamespace(pooler_output=Tensor([[2, len(words["input_ids"])] for _ in words["input_ids"]]))

    def encode_image(self, pixels):
        return self.get_image_features(pixels.rows)

    def encode_text(self, words):
        return Tensor([[2, 0] for _ in words.rows])


class Batch(dict):
    def to(self, _):
        return self


class Encoder(unittest.TestCase):
    """The calls of the libraries, against stand-ins: neither transformers nor open_clip is needed, and neither is tried here."""

    def setUp(self):
        self.calls = []
        self.model = Model()

        def load(*given, **named):
            self.calls.append((given, named))
            if isinstance(self.model, Exception):
                raise self.model
            return self.model

        def processor(images=None, text=None, **named):
            self.calls.append((images or text, named))
            return Batch(pixel_values=images) if images else Batch(input_ids=text, attention_mask=text)

        opened = SimpleNamespace(convert=lambda mode: f"{mode} image")
        torch = SimpleNamespace(
            Tensor=Tensor,
            cuda=SimpleNamespace(is_available=lambda: False),
            no_grad=lambda: lambda encode: encode,
            nn=SimpleNamespace(functional=SimpleNamespace(normalize=lambda features, dim: features)),
            stack=Tensor,
        )
        modules = {
            "torch": torch,
            "PIL": SimpleNamespace(Image=SimpleNamespace(open=lambda path: opened)),
            "transformers": SimpleNamespace(
                AutoModel=SimpleNamespace(from_pretrained=load),
                AutoProcessor=SimpleNamespace(from_pretrained=lambda *_, **__: processor),
            ),
            "open_clip": SimpleNamespace(
                create_model_from_pretrained=lambda *given, **named: (load(*given, **named), lambda image: [image]),
                get_tokenizer=lambda _: Tensor,
            ),
        }
        self.patch = mock.patch.dict(sys.modules, modules)
        self.patch.start()

    def tearDown(self):
        self.patch.stop()

    def test_images_are_made_rgb_and_texts_all_one_length_that_the_model_takes(self):
        self.model = Model(most=64)
        images, texts = ef.make_encoder("some/clip", "photos", None, True)(ITEMS[:2])
        self.assertEqual(struct.unpack("<4f", images), (1, 2, 1, 2))
        self.assertEqual(struct.unpack("<6f", texts), (2, 3, 2, 3, 2, 3))
        self.assertEqual(self.calls[0], (("some/clip",), {"local_files_only": True}))
        self.assertEqual(self.calls[1][0], ["RGB image", "RGB image"])
        self.assertEqual(self.calls[2], (["one", "three", "two"], {"return_tensors": "pt", "padding": "max_length", "truncation": True, "max_length": 64}))
        self.assertEqual(self.model.asked[:2], ["to", "float"])
        self.assertEqual(self.model.asked[-1], ["attention_mask", "input_ids"])

    def test_longer_texts_than_clip_s_are_cut_and_siglip_gets_no_mask(self):
        self.model = Model("siglip", most=512)
        ef.make_encoder("some/siglip", "photos", "cpu", False)(ITEMS[:1])
        self.assertEqual(self.calls[2][1]["max_length"], 77)
        self.assertEqual(self.model.asked[-1], ["input_ids"])

    def test_open_clip_s_ids_go_to_open_clip(self):
        model_id = "hf-hub:microsoft/BiomedCLIP-PubMedBERT_256-vit_base_patch16_224"
        images, texts = ef.make_encoder(model_id, "photos", "cpu", False)(ITEMS[:2])
        self.assertEqual([len(images), len(texts)], [16, 24])
        self.assertEqual(self.calls, [((model_id,), {"device": "cpu"})])
        self.assertEqual(ef.output_path("out", model_id, "mine", "test", "pt").parent.name, "BiomedCLIP-PubMedBERT_256-vit_base_patch16_224")

    def test_what_cannot_be_loaded_is_a_sentence(self):
        for failure, offline, message in [
            (OSError("no such model\nmore"), True, "some/clip cannot be loaded from this machine, and --offline fetches nothing: no such model$"),
            (ValueError("Unrecognized model"), False, "some/clip cannot be had: Unrecognized model"),
            (OSError(), False, "some/clip cannot be had: OSError"),
        ]:
            self.model = failure
            with self.subTest(message=message), self.assertRaisesRegex(ef.BadInput, message):
                ef.make_encoder("some/clip", "photos", "cpu", offline)
        self.model = SimpleNamespace()
        with self.assertRaisesRegex(ef.BadInput, "not a CLIP-like model"):
            ef.make_encoder("some/bert", "photos", "cpu", False)


class Command(unittest.TestCase):
    def test_offline_no_socket_connects(self):
        code = "import extract_features as ef, socket; ef.go_offline(); socket.create_connection(('127.0.0.1', 9))"
        done = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True, text=True)
        self.assertIn("--offline: this program opens no connection", done.stderr)

    def test_progress_says_how_far_it_is(self):
        out = io.StringIO()
        report = ef.reporter(4, out)
        report(0)
        report(2)
        report(4)
        self.assertIn("2 of 4 images, about", out.getvalue())
        self.assertTrue(out.getvalue().endswith("\n"))

    def test_a_missing_table_is_a_sentence_and_exit_2(self):
        done = subprocess.run(
            [sys.executable, str(HERE / "extract_features.py"), "--model", "clip-base", "--table", "gone.csv", "--dataset", "x"],
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 2)
        self.assertIn("gone.csv", done.stderr)
        self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
