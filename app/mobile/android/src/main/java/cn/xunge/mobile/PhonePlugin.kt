package cn.xunge.mobile

import android.Manifest
import android.app.Activity
import android.content.Intent
import androidx.activity.result.ActivityResult
import androidx.appcompat.app.AppCompatActivity
import app.tauri.annotation.ActivityCallback
import app.tauri.annotation.Command
import app.tauri.annotation.Permission
import app.tauri.annotation.PermissionCallback
import app.tauri.annotation.TauriPlugin
import app.tauri.plugin.Invoke
import app.tauri.plugin.JSObject
import app.tauri.plugin.Plugin

/**
 * What the host and the page can ask of this phone; the names stand in `app/mobile/src/commands.rs`. Each command is a
 * few lines into the class that does it. Everything here runs on the main thread and must not wait.
 */
@TauriPlugin(
  permissions = [
    Permission(strings = [Manifest.permission.ACCESS_FINE_LOCATION], alias = "position"),
    Permission(strings = [Manifest.permission.CAMERA], alias = "camera"),
    Permission(strings = [Manifest.permission.POST_NOTIFICATIONS], alias = "notice"),
  ]
)
class PhonePlugin(private val activity: Activity) : Plugin(activity) {
  private val app = activity.applicationContext
  private val receiver = Receiver(app)
  private val camera = SystemCamera(app)
  private val vault = KeyVault(app)
  private val surroundings = Surroundings(app)
  private val links = Links(activity.intent)
  private var owesSign = false

  @Command
  fun watchPosition(invoke: Invoke) {
    if (receiver.isAllowed()) {
      watch(invoke)
    } else {
      val both = arrayOf(Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION)
      // A system from Android 12 on shows the choice between exact and about only when both are asked for together.
      handle!!.requestPermissions(invoke, both, "positionAnswered")
    }
  }

  @PermissionCallback
  fun positionAnswered(invoke: Invoke) {
    if (receiver.isAllowed()) watch(invoke) else invoke.reject("the person said no", "not_allowed")
  }

  private fun watch(invoke: Invoke) {
    val arguments = invoke.parseArgs(WatchArguments::class.java)
    receiver.follow(arguments.onPosition, arguments.isExact)
    invoke.resolve()
  }

  @Command
  fun stopWatching(invoke: Invoke) {
    receiver.forget()
    invoke.resolve()
  }

  @Command
  fun beginTrack(invoke: Invoke) {
    if (Notices.areAllowed(app)) {
      begin(invoke)
    } else {
      requestPermissionForAlias("notice", invoke, "noticeAnswered")
    }
  }

  /** Without the permission the track is kept all the same; the system shows its own sign that the app is at work. */
  @PermissionCallback
  fun noticeAnswered(invoke: Invoke) = begin(invoke)

  private fun begin(invoke: Invoke) {
    if (!receiver.isAllowed()) {
      invoke.reject("the person said no", "not_allowed")
      return
    }
    receiver.isOnShift = true
    showTrack()
    invoke.resolve()
  }

  /** The system lets a service begin only while the app is shown: what it refused in a pocket begins with the next look. */
  private fun showTrack() {
    owesSign = try {
      ShiftService.begin(app)
      false
    } catch (e: IllegalStateException) {
      true
    }
  }

  @Command
  fun endTrack(invoke: Invoke) {
    receiver.isOnShift = false
    owesSign = false
    ShiftService.end(app)
    invoke.resolve()
  }

  @Command
  fun takePhoto(invoke: Invoke) {
    if (camera.isAllowed()) open(invoke) else requestPermissionForAlias("camera", invoke, "cameraAnswered")
  }

  @PermissionCallback
  fun cameraAnswered(invoke: Invoke) {
    if (camera.isAllowed()) open(invoke) else invoke.reject("the person said no", "not_allowed")
  }

  private fun open(invoke: Invoke) {
    val intent = camera.intent(invoke.parseArgs(PhotoArguments::class.java).file)
    if (intent == null) {
      invoke.reject("this phone has no camera app", "no_camera")
    } else {
      startActivityForResult(invoke, intent, "photoTaken")
    }
  }

  @ActivityCallback
  fun photoTaken(invoke: Invoke, result: ActivityResult) {
    val name = invoke.parseArgs(PhotoArguments::class.java).file
    camera.take(name, result.resultCode == Activity.RESULT_OK) { taken, failure ->
      when {
        failure != null -> invoke.reject(failure, "not_read")
        taken != null -> invoke.resolve(JSObject().put("taken", taken.toJson()))
        else -> invoke.resolve(JSObject())
      }
    }
  }

  @Command
  fun leftShots(invoke: Invoke) = invoke.resolve(JSObject().put("folder", camera.folder.absolutePath))

  @Command
  fun readKey(invoke: Invoke) {
    val device = invoke.parseArgs(KeyArguments::class.java).device
    try {
      val answer = JSObject()
      vault.read(device)?.let { answer.put("secret", Hex.of(it)) }
      invoke.resolve(answer)
    } catch (e: Exception) {
      invoke.reject("the key could not be read: ${e.message}", "key_store")
    }
  }

  @Command
  fun keepKey(invoke: Invoke) {
    val arguments = invoke.parseArgs(KeyArguments::class.java)
    try {
      vault.keep(arguments.device, Hex.bytes(arguments.secret))
      invoke.resolve()
    } catch (e: Exception) {
      invoke.reject("the key could not be kept: ${e.message}", "key_store")
    }
  }

  @Command
  fun forgetKey(invoke: Invoke) {
    try {
      vault.forget(invoke.parseArgs(KeyArguments::class.java).device)
      invoke.resolve()
    } catch (e: Exception) {
      invoke.reject("the key could not be removed: ${e.message}", "key_store")
    }
  }

  @Command
  fun metering(invoke: Invoke) = invoke.resolve(JSObject().put("metering", surroundings.metering()))

  @Command
  fun charge(invoke: Invoke) {
    val answer = JSObject()
    surroundings.batteryPercent()?.let { answer.put("percent", it) }
    invoke.resolve(answer)
  }

  @Command
  fun openedLink(invoke: Invoke) = invoke.resolve(links.takeFirst())

  @Command
  fun followLinks(invoke: Invoke) {
    links.follow(invoke.parseArgs(LinkArguments::class.java).channel)
    invoke.resolve()
  }

  override fun onNewIntent(intent: Intent) = links.come(intent)

  override fun onResume(activity: AppCompatActivity) {
    receiver.onShown()
    if (owesSign) showTrack()
    // The core of the open window sends by itself.
    Uploads.cancel(app)
  }

  override fun onStop(activity: AppCompatActivity) {
    receiver.onHidden()
    Uploads.schedule(app)
  }
}
