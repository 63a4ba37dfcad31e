"""Encoders: text in, unit vectors out.

`opening.open_encoder` chooses; `transformer` runs much text on torch (`torch_bulk`) and little on onnxruntime
(`onnx_session`, whose graph `bert_graph` makes); `static` is a table of token vectors; `model_folder` and `weights`
read what a model says of itself and check that it is the one it claims to be.
"""
