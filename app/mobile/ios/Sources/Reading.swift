import CoreLocation
import Foundation

/// A position as the page reads it: `app/ui/src/reading.rs`.
struct Reading: Encodable {
  let kind = "fix"
  let lon: Double
  let lat: Double
  let accuracyM: Double?
  let bySatellites: Bool
  let provider = "corelocation"
  let isMock: Bool
  let measuredMs: Int64
  let elapsedNs: UInt64

  /// Below this radius it can only be satellites; the system does not say what it asked.
  private static let satelliteM = 25.0

  enum CodingKeys: String, CodingKey {
    case kind, lon, lat, provider
    case accuracyM = "accuracy_m"
    case bySatellites = "by_satellites"
    case isMock = "is_mock"
    case measuredMs = "measured_ms"
    case elapsedNs = "elapsed_ns"
  }

  init(_ location: CLLocation) {
    lon = location.coordinate.longitude
    lat = location.coordinate.latitude
    // Negative where the system does not know.
    let radius: Double? = location.horizontalAccuracy >= 0 ? location.horizontalAccuracy : nil
    accuracyM = radius
    bySatellites = radius.map { $0 <= Reading.satelliteM } ?? false
    if #available(iOS 15.0, *) {
      isMock = location.sourceInformation?.isSimulatedBySoftware ?? false
    } else {
      isMock = false
    }
    measuredMs = Int64(location.timestamp.timeIntervalSince1970 * 1_000)
    elapsedNs = DispatchTime.now().uptimeNanoseconds
  }
}

/// The receiver is switched off.
struct Off: Encodable {
  let kind = "off"
}
