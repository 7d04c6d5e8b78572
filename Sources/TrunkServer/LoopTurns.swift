/// Told by a `LoopExecutor` when the loop begins to work on something and when it is done with it.
protocol LoopTurns: AnyObject {
    /// Before anything else of the turn.
    func turnBegins()
    /// After the jobs of the turn have run. Answers whether another turn is to follow at once.
    func turnEnds() -> Bool
}
