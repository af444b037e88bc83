import Tauri
import UIKit

/// What the host and the page can ask of this phone; the names stand in `app/mobile/src/commands.rs`. Each command is a
/// few lines into the class that does it.
class PhonePlugin: Plugin {
  private let receiver = Receiver()
  private let camera = SystemCamera()
  private let vault = KeyVault()
  private let surroundings = Surroundings()
  private let carrier = Carrier()

  @objc public func watchPosition(_ invoke: Invoke) throws {
    let arguments = try invoke.parseArgs(WatchArguments.self)
    DispatchQueue.main.async {
      self.receiver.follow(arguments.onPosition, isExact: arguments.isExact) { isAllowed in
        if isAllowed {
          invoke.resolve()
        } else {
          invoke.reject("the person said no", code: "not_allowed")
        }
      }
    }
  }

  @objc public func stopWatching(_ invoke: Invoke) {
    DispatchQueue.main.async {
      self.receiver.forget()
      invoke.resolve()
    }
  }

  @objc public func beginTrack(_ invoke: Invoke) {
    DispatchQueue.main.async {
      self.receiver.isOnShift = true
      invoke.resolve()
    }
  }

  @objc public func endTrack(_ invoke: Invoke) {
    DispatchQueue.main.async {
      self.receiver.isOnShift = false
      invoke.resolve()
    }
  }

  @objc public func takePhoto(_ invoke: Invoke) throws {
    let file = try invoke.parseArgs(PhotoArguments.self).file
    DispatchQueue.main.async {
      self.camera.open(over: self.manager.viewController, into: file) { answer in
        switch answer {
        case .taken(let photo): invoke.resolve(PhotoAnswer(taken: photo))
        case .nothing: invoke.resolve(PhotoAnswer(taken: nil))
        case .failed(let why): invoke.reject(why, code: "no_camera")
        }
      }
    }
  }

  @objc public func leftShots(_ invoke: Invoke) {
    do {
      invoke.resolve(FolderAnswer(folder: try SystemCamera.folder().path))
    } catch {
      invoke.reject("there is no folder for photos: \(error)", code: "no_folder")
    }
  }

  @objc public func readKey(_ invoke: Invoke) throws {
    let device = try invoke.parseArgs(KeyArguments.self).device
    do {
      invoke.resolve(KeyAnswer(secret: try vault.read(device)))
    } catch {
      invoke.reject("the key could not be read: \(error)", code: "key_store")
    }
  }

  @objc public func keepKey(_ invoke: Invoke) throws {
    let arguments = try invoke.parseArgs(KeyArguments.self)
    do {
      try vault.keep(arguments.device, arguments.secret ?? "")
      invoke.resolve()
    } catch {
      invoke.reject("the key could not be kept: \(error)", code: "key_store")
    }
  }

  @objc public func forgetKey(_ invoke: Invoke) throws {
    let device = try invoke.parseArgs(KeyArguments.self).device
    do {
      try vault.forget(device)
      invoke.resolve()
    } catch {
      invoke.reject("the key could not be removed: \(error)", code: "key_store")
    }
  }

  @objc public func metering(_ invoke: Invoke) {
    invoke.resolve(MeteringAnswer(metering: surroundings.metering()))
  }

  @objc public func charge(_ invoke: Invoke) {
    DispatchQueue.main.async {
      invoke.resolve(ChargeAnswer(percent: self.surroundings.batteryPercent()))
    }
  }

  @objc public func carry(_ invoke: Invoke) throws {
    carrier.carry(try invoke.parseArgs(Errand.self)) { answer in
      switch answer {
      case .success(let carried): invoke.resolve(carried)
      case .failure(let error): invoke.reject(error.localizedDescription, code: "cut")
      }
    }
  }
}

@_cdecl("init_plugin_app_mobile")
func initPlugin() -> Plugin {
  return PhonePlugin()
}
