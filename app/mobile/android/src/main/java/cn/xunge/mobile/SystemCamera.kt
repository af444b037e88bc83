package cn.xunge.mobile

import android.Manifest
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Handler
import android.os.Looper
import android.provider.MediaStore
import androidx.core.content.FileProvider
import java.io.File
import java.io.IOException
import java.security.MessageDigest
import java.util.concurrent.Executors

/**
 * The phone's camera app, writing into a file of ours that no gallery shows.
 *
 * The hash is taken over the bytes as the camera wrote them, before anything else opens the file. What the camera app
 * itself does to its pixels before that nobody can tell; the app's own view has no such gap and is the usual way.
 *
 * A photo stays in its file until the core has it sealed and removes it. When the system ends the app while the camera is
 * open, no answer comes here any more: the core finds the file at the next start, and knows what it was for.
 */
internal class SystemCamera(private val context: Context) {
  private val main = Handler(Looper.getMainLooper())
  private val worker = Executors.newSingleThreadExecutor()

  /** Where photos lie until the core has them. Nothing is removed here but what the person did not take. */
  val folder = folder(context)

  fun isAllowed(): Boolean =
    context.checkSelfPermission(Manifest.permission.CAMERA) == PackageManager.PERMISSION_GRANTED

  /** Describes the camera's errand, to write a file of this name; nothing where no app takes photos. */
  fun intent(name: String): Intent? {
    folder.mkdirs()
    val address = FileProvider.getUriForFile(context, "${context.packageName}.fileprovider", File(folder, name))
    val intent = Intent(MediaStore.ACTION_IMAGE_CAPTURE)
      .putExtra(MediaStore.EXTRA_OUTPUT, address)
      .addFlags(Intent.FLAG_GRANT_WRITE_URI_PERMISSION or Intent.FLAG_GRANT_READ_URI_PERMISSION)
    return if (intent.resolveActivity(context.packageManager) == null) null else intent
  }

  /**
   * Hashes what the camera left under this name and tells it on the main thread; neither a photo nor a failure where there
   * is none. By its name: what another camera is about to write is not touched.
   */
  fun take(name: String, isTaken: Boolean, told: (TakenPhoto?, String?) -> Unit) {
    val shot = File(folder, name)
    if (!isTaken || shot.length() == 0L) {
      shot.delete()
      told(null, null)
      return
    }
    worker.execute {
      try {
        val taken = TakenPhoto(hash(shot), shot.length())
        main.post { told(taken, null) }
      } catch (e: IOException) {
        main.post { told(null, "the photo could not be read: ${e.message}") }
      }
    }
  }

  private fun hash(shot: File): String {
    val digest = MessageDigest.getInstance("SHA-256")
    shot.inputStream().use { input ->
      val piece = ByteArray(64 * 1024)
      while (true) {
        val count = input.read(piece)
        if (count < 0) break
        digest.update(piece, 0, count)
      }
    }
    return Hex.of(digest.digest())
  }

  companion object {
    /** `file_paths.xml` of the app names it too. */
    private const val FOLDER = "shutter"

    fun folder(context: Context): File = File(context.filesDir, FOLDER)
  }
}
