import Foundation
import Security

/// A failure of the keychain, by its number.
struct KeychainError: Error {
  let status: OSStatus
}

/// Keeps the home's secret in the keychain of this very phone: no backup and no other phone gets it.
///
/// It can be read once the phone was unlocked after it was switched on, so that work is sent from a pocket. What stands
/// between a finder and the home is the system's lock and, where the person chose one, the app's PIN, which seals the
/// secret once more before it comes here.
class KeyVault {
  private let service = "cn.xunge.home"

  /// Returns the secret of a device as hex; nothing where it has none here.
  func read(_ device: String) throws -> String? {
    var query = item(device)
    query[kSecReturnData as String] = true
    query[kSecMatchLimit as String] = kSecMatchLimitOne
    var found: CFTypeRef?
    let status = SecItemCopyMatching(query as CFDictionary, &found)
    switch status {
    case errSecSuccess:
      return (found as? Data).map { String(decoding: $0, as: UTF8.self) }
    case errSecItemNotFound:
      return nil
    default:
      throw KeychainError(status: status)
    }
  }

  /// Keeps the secret of a device, in the place of an earlier one.
  func keep(_ device: String, _ secret: String) throws {
    let kept: [String: Any] = [
      kSecValueData as String: Data(secret.utf8),
      kSecAttrAccessible as String: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
    ]
    var status = SecItemUpdate(item(device) as CFDictionary, kept as CFDictionary)
    if status == errSecItemNotFound {
      let whole = item(device).merging(kept) { _, new in new }
      status = SecItemAdd(whole as CFDictionary, nil)
    }
    if status != errSecSuccess {
      throw KeychainError(status: status)
    }
  }

  /// Forgets the secret of a device that is no more.
  func forget(_ device: String) throws {
    let status = SecItemDelete(item(device) as CFDictionary)
    if status != errSecSuccess && status != errSecItemNotFound {
      throw KeychainError(status: status)
    }
  }

  private func item(_ device: String) -> [String: Any] {
    return [
      kSecClass as String: kSecClassGenericPassword,
      kSecAttrService as String: service,
      kSecAttrAccount as String: device,
      kSecAttrSynchronizable as String: false,
    ]
  }
}
