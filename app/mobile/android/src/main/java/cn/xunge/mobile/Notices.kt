package cn.xunge.mobile

import android.Manifest
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.pm.PackageManager
import android.os.Build

/** What the app says outside its window: that a track is kept, and that a PIN keeps work from being sent. */
internal object Notices {
  const val TRACK = 1
  private const val LOCKED = 2
  private const val TRACK_CHANNEL = "track"
  private const val LOCKED_CHANNEL = "locked"

  fun areAllowed(context: Context): Boolean =
    Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU ||
      context.checkSelfPermission(Manifest.permission.POST_NOTIFICATIONS) == PackageManager.PERMISSION_GRANTED

  /** Stays for as long as the shift lasts. */
  fun ofTrack(context: Context): Notification =
    notice(context, TRACK_CHANNEL, R.string.xunge_track_channel, R.string.xunge_track_title, R.string.xunge_track_words)
      .setOngoing(true)
      .build()

  /** Says that something waits behind the PIN. */
  fun sayLocked(context: Context) {
    if (!areAllowed(context)) return
    val notice = notice(
      context, LOCKED_CHANNEL, R.string.xunge_locked_channel, R.string.xunge_locked_title, R.string.xunge_locked_words
    )
    manager(context).notify(LOCKED, notice.setAutoCancel(true).build())
  }

  /** The person is here again. */
  fun forgetLocked(context: Context) = manager(context).cancel(LOCKED)

  private fun notice(context: Context, channel: String, name: Int, title: Int, words: Int): Notification.Builder {
    val builder = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O) {
      val made = NotificationChannel(channel, context.getString(name), NotificationManager.IMPORTANCE_LOW)
      manager(context).createNotificationChannel(made)
      Notification.Builder(context, channel)
    } else {
      @Suppress("DEPRECATION")
      Notification.Builder(context)
    }
    return builder
      .setSmallIcon(R.drawable.xunge_notice)
      .setContentTitle(context.getString(title))
      .setContentText(context.getString(words))
      .setContentIntent(opening(context))
  }

  private fun opening(context: Context): PendingIntent? {
    val intent = context.packageManager.getLaunchIntentForPackage(context.packageName) ?: return null
    return PendingIntent.getActivity(context, 0, intent, PendingIntent.FLAG_IMMUTABLE)
  }

  private fun manager(context: Context) =
    context.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager
}
