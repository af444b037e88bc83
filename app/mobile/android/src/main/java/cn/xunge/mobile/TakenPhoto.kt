package cn.xunge.mobile

import app.tauri.plugin.JSObject

/** A photo as the camera left it. */
internal class TakenPhoto(private val sha256: String, private val sizeBytes: Long) {
  fun toJson(): JSObject {
    val json = JSObject()
    json.put("sha256", sha256)
    json.put("size_bytes", sizeBytes)
    return json
  }
}
