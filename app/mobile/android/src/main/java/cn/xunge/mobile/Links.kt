package cn.xunge.mobile

import android.content.Intent
import app.tauri.plugin.Channel
import app.tauri.plugin.JSObject

/** Links that the system opens the app with. Whether one is ours at all the core decides. */
internal class Links(first: Intent?) {
  private var first: String? = link(first)
  private var line: Channel? = null

  /** Returns the link that started the app, once. */
  fun takeFirst(): JSObject {
    val answer = JSObject()
    first?.let { answer.put("link", it) }
    first = null
    return answer
  }

  /** Tells every later one on this line. */
  fun follow(line: Channel) {
    this.line = line
  }

  /** The system brought an intent to the running app. */
  fun come(intent: Intent) {
    val link = link(intent) ?: return
    line?.send(JSObject().put("link", link))
  }

  private fun link(intent: Intent?): String? =
    intent?.takeIf { it.action == Intent.ACTION_VIEW }?.dataString
}
