//! The collector's app on a desk.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    app_shell::run();
    std::process::ExitCode::SUCCESS
}
