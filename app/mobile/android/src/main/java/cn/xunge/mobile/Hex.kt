package cn.xunge.mobile

/** Bytes as lower-case hex, as Rust writes and reads them. */
internal object Hex {
  fun of(bytes: ByteArray): String = bytes.joinToString("") { "%02x".format(it.toInt() and 0xff) }

  fun bytes(text: String): ByteArray {
    require(text.length % 2 == 0) { "hex comes in pairs" }
    return ByteArray(text.length / 2) { text.substring(2 * it, 2 * it + 2).toInt(16).toByte() }
  }
}
