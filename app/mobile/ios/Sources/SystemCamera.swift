import CryptoKit
import UIKit

/// What came of opening the camera.
enum PhotoTaken {
  case taken(TakenPhoto)
  case nothing
  case failed(String)
}

/// The system's camera, writing into a file of ours that no album shows.
///
/// The system hands over pixels, not a file: the original is the JPEG that is made of them here, once, and hashed before
/// it is written and before anybody else sees it. The app's own view is the usual way.
class SystemCamera: NSObject, UIImagePickerControllerDelegate, UINavigationControllerDelegate {
  private var onEnd: ((PhotoTaken) -> Void)?

  /// Opens it over the window.
  func open(over window: UIViewController?, onEnd: @escaping (PhotoTaken) -> Void) {
    guard let window = window, UIImagePickerController.isSourceTypeAvailable(.camera) else {
      onEnd(.failed("this phone has no camera"))
      return
    }
    self.onEnd = onEnd
    let picker = UIImagePickerController()
    picker.sourceType = .camera
    picker.allowsEditing = false
    picker.delegate = self
    window.present(picker, animated: true)
  }

  func imagePickerController(
    _ picker: UIImagePickerController, didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any]
  ) {
    let image = info[.originalImage] as? UIImage
    picker.dismiss(animated: true) {
      self.end(with: image)
    }
  }

  func imagePickerControllerDidCancel(_ picker: UIImagePickerController) {
    picker.dismiss(animated: true) {
      self.answer(.nothing)
    }
  }

  private func end(with image: UIImage?) {
    DispatchQueue.global(qos: .userInitiated).async {
      let made = self.make(image)
      DispatchQueue.main.async { self.answer(made) }
    }
  }

  private func make(_ image: UIImage?) -> PhotoTaken {
    guard let bytes = image?.jpegData(compressionQuality: 0.95) else {
      return .failed("the camera left no photo")
    }
    let hash = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("shot-\(hash).jpg")
    do {
      try bytes.write(to: file, options: [.atomic, .completeFileProtection])
    } catch {
      return .failed("the photo could not be written: \(error.localizedDescription)")
    }
    return .taken(TakenPhoto(path: file.path, sha256: hash))
  }

  private func answer(_ photo: PhotoTaken) {
    onEnd?(photo)
    onEnd = nil
  }
}
