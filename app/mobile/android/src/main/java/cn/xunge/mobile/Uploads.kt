package cn.xunge.mobile

import android.content.Context
import androidx.work.BackoffPolicy
import androidx.work.Constraints
import androidx.work.ExistingWorkPolicy
import androidx.work.NetworkType
import androidx.work.OneTimeWorkRequest
import androidx.work.WorkManager
import java.util.concurrent.TimeUnit

/** Asks the system to let the core send what waits when the app is out of sight and there is a network. */
internal object Uploads {
  private const val NAME = "xunge.uploads"
  private const val ORIGINALS = "xunge.originals"

  fun schedule(context: Context) = enqueue(context, NAME, NetworkType.CONNECTED, ExistingWorkPolicy.REPLACE)

  /**
   * Once more when there is a network that is not paid by the byte: nothing but originals waits. Asked by its own work it
   * changes nothing: put in its own place, it would end itself and begin again for ever.
   */
  fun scheduleForOriginals(context: Context) =
    enqueue(context, ORIGINALS, NetworkType.UNMETERED, ExistingWorkPolicy.KEEP)

  fun cancel(context: Context) {
    WorkManager.getInstance(context).cancelUniqueWork(NAME)
    WorkManager.getInstance(context).cancelUniqueWork(ORIGINALS)
    Notices.forgetLocked(context)
  }

  private fun enqueue(context: Context, name: String, network: NetworkType, policy: ExistingWorkPolicy) {
    val constraints = Constraints.Builder().setRequiredNetworkType(network).build()
    val request = OneTimeWorkRequest.Builder(UploadWorker::class.java)
      .setConstraints(constraints)
      .setBackoffCriteria(BackoffPolicy.EXPONENTIAL, 30, TimeUnit.SECONDS)
      .build()
    WorkManager.getInstance(context).enqueueUniqueWork(name, policy, request)
  }
}
