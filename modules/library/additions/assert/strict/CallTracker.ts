/** `CallTracker` of `assert/strict`: the one of `assert`. */
import '../CallTracker';
