/// What the panes share: the open model and text, the selection, the plan and what was measured. No scene types.
@NullMarked
package org.crosslayer.app.workspace;

import org.jspecify.annotations.NullMarked;
