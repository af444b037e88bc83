//! What is no request of ours.

use crate::harness::desk::refused;
use crate::harness::on_both_engines;

on_both_engines! {
    async fn unknown_paths_methods_and_bodies_are_problems_and_never_a_5xx(world: &World) {
        let url = |path: &str| format!("{}{path}", world.base);
        let desk = world.desk("boss").await;
        let reply = world.http.get(url("/api/v1/nothing")).send().await.unwrap();
        assert_eq!(refused(reply).await, (404, "not_found".to_owned()));
        let reply = world.http.put(url("/api/v1/session")).send().await.unwrap();
        assert_eq!(refused(reply).await, (405, "wrong_method".to_owned()));
        let reply = desk.request(reqwest::Method::POST, "/api/v1/sync/push").body("{").send().await.unwrap();
        assert_eq!(refused(reply).await, (400, "bad_request".to_owned()));
        let large = vec![b' '; 9 * 1024 * 1024];
        // The server answers before it has read so much; the sender may only see that the connection ends.
        if let Ok(reply) = desk.request(reqwest::Method::POST, "/api/v1/sync/push").body(large).send().await {
            assert_eq!(refused(reply).await, (413, "too_large".to_owned()));
        }
        let reply = desk.get("/api/v1/sync/pull?cursor=%F0%9F%98%80").await;
        assert_eq!(refused(reply).await, (400, "bad_value".to_owned()));
        let reply = desk.get("/api/v1/media/zzzz").await;
        assert_eq!(refused(reply).await, (404, "not_found".to_owned()));
        let reply = world.http.get(url("/api/v1/cases")).bearer_auth("made up").send().await.unwrap();
        assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()));
    }

    async fn the_front_page_says_that_there_is_no_console_and_pages_are_guarded(world: &World) {
        let reply = world.http.get(format!("{}/", world.base)).send().await.unwrap();
        let policy = reply.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
        let said = |name: &str| policy.split(';').find_map(|part| part.trim().strip_prefix(&format!("{name} ")).map(str::to_owned));
        for (name, from) in [
            ("script-src", "'self' 'wasm-unsafe-eval'"),
            ("script-src-attr", "'none'"),
            ("style-src", "'self'"),
            ("style-src-elem", "'self'"),
            ("style-src-attr", "'unsafe-inline'"),
            ("worker-src", "'self' blob:"),
            ("img-src", "'self' data: blob:"),
            ("connect-src", "'self'"),
            ("object-src", "'none'"),
            ("base-uri", "'none'"),
        ] {
            assert_eq!(said(name).as_deref(), Some(from), "{name}: what a page may load is a contract");
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(reply.headers()[name], value);
        }
        let abilities = reply.headers()["permissions-policy"].to_str().unwrap().to_owned();
        assert!(abilities.contains("camera=()") && abilities.contains("geolocation=()"), "{abilities}");
        assert!(!reply.headers().contains_key("strict-transport-security"), "over TLS only");
        let refused = world.http.get(format!("{}/api/v1/cases", world.base)).send().await.unwrap();
        assert_eq!(refused.headers()["x-content-type-options"], "nosniff", "what is refused is guarded too");
        assert!(reply.text().await.unwrap().contains("--console"));
        let health: serde_json::Value =
            world.http.get(format!("{}/healthz", world.base)).send().await.unwrap().json().await.unwrap();
        assert_eq!((health["status"].as_str(), health["training"].as_bool()), (Some("ok"), Some(true)));
        let numbers = world.http.get(format!("{}/metrics", world.base)).send().await.unwrap().text().await.unwrap();
        assert!(numbers.contains("xunge_cases 0") && numbers.contains("route=\"/healthz\""), "{numbers}");
    }

    async fn bodies_may_be_packed_both_ways(world: &World) {
        let body = serde_json::json!({"user": "wang", "password": crate::harness::PASSWORD}).to_string();
        let packed = zstd::encode_all(body.as_bytes(), 3).unwrap();
        let request = world.http.post(format!("{}/api/v1/session", world.base));
        let reply = request.header("Content-Encoding", "zstd").header("Accept-Encoding", "zstd").body(packed).send().await.unwrap();
        assert_eq!(reply.status(), 200);
        assert_eq!(reply.headers()["content-encoding"], "zstd");
        let text = zstd::decode_all(reply.bytes().await.unwrap().as_ref()).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&text).unwrap()["token"].is_string());
    }
}
