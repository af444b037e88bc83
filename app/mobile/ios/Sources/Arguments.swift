import Tauri

/// Where positions go, and how exact they are to be.
struct WatchArguments: Decodable {
  let onPosition: Channel
  let isExact: Bool
}

/// What the camera is to write.
struct PhotoArguments: Decodable {
  let file: String
}

/// Where photos lie until the core has them.
struct FolderAnswer: Encodable {
  let folder: String
}

/// Whose key, and which.
struct KeyArguments: Decodable {
  let device: String
  let secret: String?
}

/// The key, where there is one.
struct KeyAnswer: Encodable {
  let secret: String?
}

/// Whether bytes are paid for.
struct MeteringAnswer: Encodable {
  let metering: String
}

/// How full the battery is, where that is known.
struct ChargeAnswer: Encodable {
  let percent: Int?
}

/// The photo, where the person took one.
struct PhotoAnswer: Encodable {
  let taken: TakenPhoto?
}

/// A photo as the camera left it.
struct TakenPhoto: Encodable {
  let sha256: String
}

/// A piece of a photo to carry to the server.
struct Errand: Decodable {
  let url: String
  let headers: [String: String]
  let file: String
}

/// What the server said of it.
struct Carried: Encodable {
  let status: Int
  let headers: [String: String]
  let body: String
}
