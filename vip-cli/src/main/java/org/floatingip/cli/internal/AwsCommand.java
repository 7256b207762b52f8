package org.floatingip.cli.internal;

import picocli.CommandLine.Mixin;

/** A command that asks AWS. */
abstract class AwsCommand extends ReportingCommand {

    @Mixin
    CommonOptions options = new CommonOptions();
}
