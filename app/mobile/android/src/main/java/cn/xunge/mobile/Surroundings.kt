package cn.xunge.mobile

import android.content.Context
import android.net.ConnectivityManager
import android.os.BatteryManager

/** The phone's network and battery. */
internal class Surroundings(private val context: Context) {
  /** Says whether bytes are paid for, in the words that Rust knows. */
  fun metering(): String {
    val manager = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager
    if (manager.activeNetwork == null) return "unknown"
    return if (manager.isActiveNetworkMetered) "metered" else "unmetered"
  }

  /** How full the battery is; nothing where the phone does not know. */
  fun batteryPercent(): Int? {
    val manager = context.getSystemService(Context.BATTERY_SERVICE) as BatteryManager
    return manager.getIntProperty(BatteryManager.BATTERY_PROPERTY_CAPACITY).takeIf { it in 0..100 }
  }
}
