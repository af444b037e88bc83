package cn.xunge.mobile

import android.Manifest
import android.annotation.SuppressLint
import android.content.Context
import android.content.pm.PackageManager
import android.location.GnssStatus
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.os.Build
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import android.os.SystemClock
import app.tauri.plugin.Channel
import app.tauri.plugin.JSObject

/**
 * The phone's own receiver, by the platform alone: satellites, the network provider where there is one, and from Android
 * 12 on the platform's fused one. No Google service is asked, so it works the same on a phone that has none.
 *
 * It runs while the app is shown, and on shift with the screen off too; off shift and out of sight it never runs.
 */
internal class Receiver(private val context: Context) : LocationListener {
  /** Set for the length of a shift. */
  var isOnShift = false

  private val manager = context.getSystemService(Context.LOCATION_SERVICE) as LocationManager
  private val main = Handler(Looper.getMainLooper())
  private var line: Channel? = null
  private var isExact = true
  private var isRunning = false
  private var satellites = 0
  private var last: Location? = null

  private val sky = object : GnssStatus.Callback() {
    override fun onSatelliteStatusChanged(status: GnssStatus) {
      satellites = (0 until status.satelliteCount).count { status.usedInFix(it) }
    }
  }

  /** Says whether the person lets us know where they are, exactly or about. */
  fun isAllowed(): Boolean =
    isGranted(Manifest.permission.ACCESS_FINE_LOCATION) || isGranted(Manifest.permission.ACCESS_COARSE_LOCATION)

  private fun isGranted(permission: String) =
    context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED

  /** Tells positions on this line from now on, to the metre or so that the satellites may sleep in between. */
  fun follow(line: Channel, isExact: Boolean) {
    stop()
    this.line = line
    this.isExact = isExact
    start()
  }

  /** Nobody wants positions any more. */
  fun forget() {
    stop()
    line = null
  }

  /** The app came to the front. */
  fun onShown() {
    if (line != null) start()
  }

  /** The app is no longer seen. */
  fun onHidden() {
    if (!isOnShift) stop()
  }

  @SuppressLint("MissingPermission")
  private fun start() {
    if (isRunning || !isAllowed()) return
    val providers = providers()
    for (provider in providers) {
      val isCheap = provider == LocationManager.NETWORK_PROVIDER
      val everyMs = if (isExact) EXACT_EVERY_MS else if (isCheap) CHEAP_EVERY_MS else COARSE_EVERY_MS
      manager.requestLocationUpdates(provider, everyMs, LEAST_M, this, Looper.getMainLooper())
    }
    if (isGranted(Manifest.permission.ACCESS_FINE_LOCATION)) manager.registerGnssStatusCallback(sky, main)
    isRunning = true
    if (providers.none { manager.isProviderEnabled(it) }) sayOff()
  }

  private fun stop() {
    if (!isRunning) return
    manager.removeUpdates(this)
    manager.unregisterGnssStatusCallback(sky)
    isRunning = false
    satellites = 0
  }

  private fun providers(): List<String> {
    val known = manager.allProviders
    val wanted = mutableListOf(LocationManager.GPS_PROVIDER, LocationManager.NETWORK_PROVIDER)
    // Between its positions it keeps the satellites on; where they may sleep it is left out.
    if (isExact && Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) wanted.add(LocationManager.FUSED_PROVIDER)
    // Without the exact position the system gives no satellites, and asking for them would throw.
    if (!isGranted(Manifest.permission.ACCESS_FINE_LOCATION)) wanted.remove(LocationManager.GPS_PROVIDER)
    return wanted.filter { it in known }
  }

  override fun onLocationChanged(location: Location) {
    if (isWorse(location)) return
    last = location
    line?.send(written(location))
  }

  /** A mast's guess must not jump in between the satellites' positions. */
  private fun isWorse(location: Location): Boolean {
    val before = last ?: return false
    val ageNanos = location.elapsedRealtimeNanos - before.elapsedRealtimeNanos
    if (ageNanos > FRESH_NANOS || location.provider == before.provider) return false
    return location.hasAccuracy() && before.hasAccuracy() && location.accuracy > before.accuracy
  }

  private fun written(location: Location): JSObject {
    // On the device's own wall clock, like everything else that it measures; the satellites' time is told beside it.
    val ageMs = (SystemClock.elapsedRealtimeNanos() - location.elapsedRealtimeNanos) / 1_000_000
    val reading = JSObject()
    reading.put("kind", "fix")
    reading.put("lon", location.longitude)
    reading.put("lat", location.latitude)
    if (location.hasAccuracy()) reading.put("accuracy_m", location.accuracy.toDouble())
    reading.put("by_satellites", isBySatellites(location))
    reading.put("provider", (location.provider ?: "unknown"))
    reading.put("is_mock", isMock(location))
    reading.put("measured_ms", System.currentTimeMillis() - ageMs)
    reading.put("provider_ms", location.time)
    reading.put("elapsed_ns", location.elapsedRealtimeNanos)
    reading.put("satellites", satellites)
    return reading
  }

  /** The fused provider does not say what it was fused from: with four satellites in use it is their position. */
  private fun isBySatellites(location: Location) =
    location.provider == LocationManager.GPS_PROVIDER ||
      (location.provider != LocationManager.NETWORK_PROVIDER && satellites >= ENOUGH)

  @Suppress("DEPRECATION")
  private fun isMock(location: Location) =
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) location.isMock else location.isFromMockProvider

  override fun onProviderDisabled(provider: String) {
    if (providers().none { manager.isProviderEnabled(it) }) sayOff()
  }

  // Before Android 11 these have no body of their own, and the system calls them all the same.
  override fun onProviderEnabled(provider: String) {}

  @Deprecated("the system calls it before Android 10")
  override fun onStatusChanged(provider: String?, status: Int, extras: Bundle?) {}

  private fun sayOff() {
    line?.send(JSObject().put("kind", "off"))
  }

  private companion object {
    /** A walker comes about three metres far. */
    const val EXACT_EVERY_MS = 2_000L
    /** Forty metres: between two such looks the satellites are off. */
    const val COARSE_EVERY_MS = 30_000L
    const val CHEAP_EVERY_MS = 15_000L
    const val LEAST_M = 0f
    const val FRESH_NANOS = 10_000_000_000L
    const val ENOUGH = 4
  }
}
