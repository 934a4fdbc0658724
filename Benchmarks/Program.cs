using System.CommandLine;
using RetailPulse.Benchmarks.Commands;

var root = new RootCommand("The promised figures of RetailPulse, as ratios within one run: real processes, on this machine only.")
{
    SuiteCommand.Create(),
    JobCommand.Create(),
    CrowdCommand.Create(),
    DeadHostCommand.Create(),
    HostsCommand.Create(),
    OverheadCommand.Create(),
    StatusCommand.Create(),
    SubmitCommand.Create(),
    FairnessCommand.Create(),
    SharesCommand.Create(),
    FlatCommand.Create(),
    LedgerCommand.Create(),
    ScaleCommand.Create(),
    OriginCommand.Create(),
    BareCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
