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
///
/// The picker is a part of this app: should the system end it before the photo is accepted, there are no pixels to be had.
/// What was accepted lies in its file until the core has it sealed and removes it, also after another start.
class SystemCamera: NSObject, UIImagePickerControllerDelegate, UINavigationControllerDelegate {
  private var onEnd: ((PhotoTaken) -> Void)?
  private var file = ""

  /// Where photos lie until the core has them; no backup holds it, for they are not sealed yet.
  static func folder() throws -> URL {
    let support = try FileManager.default.url(
      for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
    var folder = support.appendingPathComponent("shutter", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var values = URLResourceValues()
    values.isExcludedFromBackup = true
    try folder.setResourceValues(values)
    return folder
  }

  /// Opens it over the window, to write a file of this name.
  func open(over window: UIViewController?, into file: String, onEnd: @escaping (PhotoTaken) -> Void) {
    guard let window = window, UIImagePickerController.isSourceTypeAvailable(.camera) else {
      onEnd(.failed("this phone has no camera"))
      return
    }
    self.onEnd = onEnd
    self.file = file
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
    let file = self.file
    DispatchQueue.global(qos: .userInitiated).async {
      let made = self.make(image, into: file)
      DispatchQueue.main.async { self.answer(made) }
    }
  }

  private func make(_ image: UIImage?, into file: String) -> PhotoTaken {
    guard let bytes = image?.jpegData(compressionQuality: 0.95) else {
      return .failed("the camera left no photo")
    }
    let hash = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
    do {
      try bytes.write(to: SystemCamera.folder().appendingPathComponent(file), options: [.atomic, .completeFileProtection])
    } catch {
      return .failed("the photo could not be written: \(error.localizedDescription)")
    }
    return .taken(TakenPhoto(sha256: hash))
  }

  private func answer(_ photo: PhotoTaken) {
    onEnd?(photo)
    onEnd = nil
  }
}
