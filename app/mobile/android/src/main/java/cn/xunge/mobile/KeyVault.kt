package cn.xunge.mobile

import android.content.Context
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import java.security.KeyStore
import java.util.UUID
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Keeps the home's secret, sealed by a key that never leaves the phone's key store: in a chip of its own where there is
 * one. A copied home opens nowhere else, and neither does a copied vault.
 *
 * The key wants no fingerprint: the worker reads it while nobody looks, so that work is sent from a pocket. What stands
 * between a finder and the home is the system's lock and, where the person chose one, the app's PIN, which seals the
 * secret once more before it comes here.
 *
 * Rust calls [read], [keep] and [forget] by name.
 */
class KeyVault(context: Context) {
  // Left out of every backup by the system itself.
  private val folder = File(context.noBackupFilesDir, "keys")

  /** Returns the secret of a device; nothing where it has none here. */
  fun read(device: String): ByteArray? {
    val file = file(device)
    if (!file.exists()) return null
    val bytes = file.readBytes()
    if (bytes.size <= NONCE_BYTES) throw IOException("the sealed key is damaged")
    val cipher = Cipher.getInstance(CIPHER)
    cipher.init(Cipher.DECRYPT_MODE, sealing(), GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES))
    cipher.updateAAD(device.toByteArray())
    return cipher.doFinal(bytes, NONCE_BYTES, bytes.size - NONCE_BYTES)
  }

  /** Keeps the secret of a device, in the place of an earlier one; it is there for good when the call returns. */
  fun keep(device: String, secret: ByteArray) {
    val cipher = Cipher.getInstance(CIPHER)
    cipher.init(Cipher.ENCRYPT_MODE, sealing())
    cipher.updateAAD(device.toByteArray())
    val sealed = cipher.iv + cipher.doFinal(secret)
    if (!folder.isDirectory && !folder.mkdirs()) throw IOException("there is no room for keys")
    val file = file(device)
    val unfinished = File(folder, "${file.name}.new")
    FileOutputStream(unfinished).use {
      it.write(sealed)
      it.fd.sync()
    }
    if (!unfinished.renameTo(file)) throw IOException("the key could not be put in its place")
  }

  /** Forgets the secret of a device that is no more. */
  fun forget(device: String) {
    val file = file(device)
    if (file.exists() && !file.delete()) throw IOException("the key could not be removed")
  }

  /** Parsed and written again: what is no device names no file. */
  private fun file(device: String) = File(folder, "${UUID.fromString(device)}.key")

  private fun sealing(): SecretKey {
    val store = KeyStore.getInstance(STORE)
    store.load(null)
    return store.getKey(NAME, null) as? SecretKey ?: make()
  }

  private fun make(): SecretKey {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
      try {
        return generate(specification().setIsStrongBoxBacked(true).build())
      } catch (e: StrongBoxUnavailableException) {
        // Most phones have none; the key then lies in the processor's own keeping.
      }
    }
    return generate(specification().build())
  }

  private fun specification() =
    KeyGenParameterSpec.Builder(NAME, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
      .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
      .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
      .setKeySize(256)

  private fun generate(specification: KeyGenParameterSpec): SecretKey {
    val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE)
    generator.init(specification)
    return generator.generateKey()
  }

  private companion object {
    const val STORE = "AndroidKeyStore"
    const val NAME = "xunge.home"
    const val CIPHER = "AES/GCM/NoPadding"
    const val NONCE_BYTES = 12
    const val TAG_BITS = 128
  }
}
