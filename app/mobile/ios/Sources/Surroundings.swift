import Network
import UIKit

/// The phone's network and battery.
class Surroundings {
  private let monitor = NWPathMonitor()

  init() {
    monitor.start(queue: DispatchQueue(label: "cn.xunge.network"))
  }

  /// Says whether bytes are paid for, in the words that Rust knows.
  func metering() -> String {
    let path = monitor.currentPath
    guard path.status == .satisfied else { return "unknown" }
    return path.isExpensive || path.isConstrained ? "metered" : "unmetered"
  }

  /// How full the battery is; nothing where the phone does not say, as a simulator does not.
  func batteryPercent() -> Int? {
    UIDevice.current.isBatteryMonitoringEnabled = true
    let level = UIDevice.current.batteryLevel
    return level >= 0 ? Int((level * 100).rounded()) : nil
  }
}
