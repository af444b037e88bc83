package cn.xunge.mobile

import android.content.Context
import androidx.work.Worker
import androidx.work.WorkerParameters
import java.io.File

/**
 * Runs one round of the core while nobody looks.
 *
 * If the app still lives, its own core is asked; if the system ended it, the home is opened for this one round. A home
 * behind a PIN cannot be: then the person is told that something waits. What is cut off in the middle, by the system's
 * ten minutes or a lost signal, goes on at the acknowledged byte the next time.
 */
class UploadWorker(context: Context, parameters: WorkerParameters) : Worker(context, parameters) {
  override fun doWork(): Result {
    System.loadLibrary(LIBRARY)
    val home = File(applicationContext.dataDir, HOME)
    val shots = SystemCamera.folder(applicationContext)
    val ended =
      round(home.absolutePath, shots.absolutePath, KeyVault(applicationContext), Surroundings(applicationContext))
    return when (ended) {
      LATER -> Result.retry()
      LOCKED -> {
        Notices.sayLocked(applicationContext)
        Result.success()
      }
      HELD -> {
        Uploads.scheduleForOriginals(applicationContext)
        Result.success()
      }
      else -> Result.success()
    }
  }

  /** In `app/shell/src/device/worker.rs`; the numbers that it answers with are beside it in `ended.rs`. */
  private external fun round(home: String, shots: String, vault: KeyVault, surroundings: Surroundings): Int

  private companion object {
    const val LIBRARY = "app_shell"
    const val HOME = "home"
    const val LATER = 1
    const val LOCKED = 2
    const val HELD = 3
  }
}
