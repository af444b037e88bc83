package cn.xunge.mobile

import android.app.Service
import android.content.Context
import android.content.Intent
import android.content.pm.ServiceInfo
import android.os.Build
import android.os.IBinder

/**
 * Holds the app up while the person is on shift, with a notice that says so. It asks nobody for a position itself: the
 * receiver does, and the system lets it because this service is in sight. Therefore the app asks for no permission to
 * locate in the background.
 */
class ShiftService : Service() {
  override fun onBind(intent: Intent?): IBinder? = null

  override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
    val notice = Notices.ofTrack(this)
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
      startForeground(Notices.TRACK, notice, ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION)
    } else {
      startForeground(Notices.TRACK, notice)
    }
    // Started anew after the process died there would be no page to keep the track, and the notice would not be true.
    return START_NOT_STICKY
  }

  companion object {
    fun begin(context: Context) {
      val intent = Intent(context, ShiftService::class.java)
      if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
        context.startForegroundService(intent)
      } else {
        context.startService(intent)
      }
    }

    fun end(context: Context) {
      context.stopService(Intent(context, ShiftService::class.java))
    }
  }
}
