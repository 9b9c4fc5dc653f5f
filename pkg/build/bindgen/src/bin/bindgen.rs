//! The `wasm-bindgen` command. (rustc refuses a crate of the command's own name.)

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os())
}
