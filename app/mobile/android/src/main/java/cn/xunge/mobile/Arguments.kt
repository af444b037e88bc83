package cn.xunge.mobile

import app.tauri.annotation.InvokeArg
import app.tauri.plugin.Channel

/** Where positions go, and how exact they are to be. */
@InvokeArg
internal class WatchArguments {
  lateinit var onPosition: Channel
  var isExact: Boolean = true
}

/** What the camera is to write. */
@InvokeArg
internal class PhotoArguments {
  lateinit var file: String
}

/** Whose key, and which. */
@InvokeArg
internal class KeyArguments {
  lateinit var device: String
  var secret: String = ""
}

/** Where links go. */
@InvokeArg
internal class LinkArguments {
  lateinit var channel: Channel
}
