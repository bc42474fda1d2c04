import HostileInputs

/// What libFuzzer calls with each input it makes; the first byte names the reader.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  Reader.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
