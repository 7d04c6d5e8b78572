extension String {
    /// The longest beginning of at most that many UTF-8 bytes that ends between two characters' code points.
    func cut(toUTF8Bytes bytesMax: Int) -> Substring {
        guard self.utf8.count > bytesMax else { return self[...] }
        var end = self.utf8.index(self.utf8.startIndex, offsetBy: max(0, bytesMax))
        while end > self.utf8.startIndex, end.samePosition(in: self.unicodeScalars) == nil {
            end = self.utf8.index(before: end)
        }
        return self[..<end]
    }
}
