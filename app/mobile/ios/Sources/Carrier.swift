import Foundation

/// Carries pieces of photos by the system's own daemon, which goes on while the app is put away.
///
/// If the system ends the app meanwhile, nobody waits for the answer any more: the next round asks the server how far
/// the upload has come, and goes on there.
class Carrier: NSObject, URLSessionDataDelegate {
  private let lock = NSLock()
  private var waiting: [Int: (Result<Carried, Error>) -> Void] = [:]
  private var bodies: [Int: Data] = [:]

  private lazy var session: URLSession = {
    let configuration = URLSessionConfiguration.background(withIdentifier: "cn.xunge.carrier")
    configuration.isDiscretionary = false
    configuration.sessionSendsLaunchEvents = false
    // A line that stands still is given up by the core's own measure; the daemon waits for a network this long.
    configuration.timeoutIntervalForResource = 600
    return URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
  }()

  /// Carries a file, and tells what the server said.
  func carry(_ errand: Errand, onEnd: @escaping (Result<Carried, Error>) -> Void) {
    guard let url = URL(string: errand.url) else {
      onEnd(.failure(URLError(.badURL)))
      return
    }
    var request = URLRequest(url: url)
    request.httpMethod = "PATCH"
    for (name, value) in errand.headers {
      request.setValue(value, forHTTPHeaderField: name)
    }
    let task = session.uploadTask(with: request, fromFile: URL(fileURLWithPath: errand.file))
    lock.lock()
    waiting[task.taskIdentifier] = onEnd
    lock.unlock()
    task.resume()
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    lock.lock()
    bodies[dataTask.taskIdentifier, default: Data()].append(data)
    lock.unlock()
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: Error?) {
    lock.lock()
    let onEnd = waiting.removeValue(forKey: task.taskIdentifier)
    let body = bodies.removeValue(forKey: task.taskIdentifier) ?? Data()
    lock.unlock()
    if let error = error {
      onEnd?(.failure(error))
      return
    }
    guard let response = task.response as? HTTPURLResponse else {
      onEnd?(.failure(URLError(.badServerResponse)))
      return
    }
    var headers: [String: String] = [:]
    for (name, value) in response.allHeaderFields {
      if let name = name as? String, let value = value as? String {
        headers[name] = value
      }
    }
    onEnd?(.success(Carried(status: response.statusCode, headers: headers, body: String(decoding: body, as: UTF8.self))))
  }

  /// The server is the core's to judge, and no other address may stand in for it.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}
