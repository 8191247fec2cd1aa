package org.crosslayer.app.cli;

import java.io.PrintWriter;
import org.crosslayer.engine.task.Cancellation;
import org.crosslayer.engine.task.Progress;

/// What a running command talks to.
///
/// @param out          results for people
/// @param progress     how far it is
/// @param cancellation whether the user has given up
record Session(PrintWriter out, Progress progress, Cancellation cancellation) {}
