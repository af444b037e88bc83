import CoreLocation
import Tauri

/// The phone's own receiver. It runs while the app is shown, and on shift with the screen off too, with the system's own
/// sign that it does; off shift and out of sight the system stops it.
class Receiver: NSObject, CLLocationManagerDelegate {
  /// Set for the length of a shift.
  var isOnShift = false {
    didSet {
      manager.allowsBackgroundLocationUpdates = isOnShift
      manager.showsBackgroundLocationIndicator = isOnShift
      manager.pausesLocationUpdatesAutomatically = !isOnShift
    }
  }

  private let manager = CLLocationManager()
  private var line: Channel?
  private var onAnswer: ((Bool) -> Void)?

  override init() {
    super.init()
    manager.delegate = self
    manager.activityType = .fitness
  }

  /// Tells positions on this line from now on, to the metre or so that the satellites may sleep, and once whether the
  /// person lets us.
  func follow(_ line: Channel, isExact: Bool, onAnswer: @escaping (Bool) -> Void) {
    self.line = line
    manager.desiredAccuracy = isExact ? kCLLocationAccuracyBest : kCLLocationAccuracyHundredMeters
    switch manager.authorizationStatus {
    case .notDetermined:
      self.onAnswer = onAnswer
      manager.requestWhenInUseAuthorization()
    case .authorizedAlways, .authorizedWhenInUse:
      manager.startUpdatingLocation()
      onAnswer(true)
    default:
      onAnswer(false)
    }
  }

  /// Nobody wants positions any more.
  func forget() {
    line = nil
    manager.stopUpdatingLocation()
  }

  func locationManagerDidChangeAuthorization(_ manager: CLLocationManager) {
    switch manager.authorizationStatus {
    case .notDetermined:
      return
    case .authorizedAlways, .authorizedWhenInUse:
      if line != nil { manager.startUpdatingLocation() }
      onAnswer?(true)
    default:
      onAnswer?(false)
    }
    onAnswer = nil
  }

  func locationManager(_ manager: CLLocationManager, didUpdateLocations locations: [CLLocation]) {
    for location in locations {
      tell(Reading(location))
    }
  }

  func locationManager(_ manager: CLLocationManager, didFailWithError error: Error) {
    // The system goes on trying after any other failure.
    if (error as? CLError)?.code == .denied {
      tell(Off())
    }
  }

  private func tell<T: Encodable>(_ reading: T) {
    do {
      try line?.send(reading)
    } catch {
      NSLog("A position could not be told: %@", error.localizedDescription)
    }
  }
}
