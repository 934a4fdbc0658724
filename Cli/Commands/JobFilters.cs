using System.CommandLine;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary>The filters of lists of jobs.</summary>
internal sealed class JobFilters
{
    private readonly Option<string?> status = new Option<string?>("--status")
    {
        Description = "Jobs with this status: ongoing, completed, failed, or cancelled",
        HelpName = "STATUS",
    }.AcceptOnly(JobStatus.Ongoing, JobStatus.Completed, JobStatus.Failed, JobStatus.Cancelled);

    private readonly Option<string?> store = new("--store") { Description = "Jobs that visit this store", HelpName = "ID" };

    private readonly Option<string?> area = new("--area") { Description = "Jobs that visit a store of this area", HelpName = "CODE" };

    private readonly Option<DateTimeOffset?> from = ListOptions.Time("--from", "Jobs submitted then or later");

    private readonly Option<DateTimeOffset?> to = ListOptions.Time("--to", "Jobs submitted before");

    public IReadOnlyList<Option> All => [status, store, area, from, to];

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
    }

    public JobQuery Read(ParseResult parse) =>
        new()
        {
            Status = parse.GetValue(status),
            Store = parse.GetValue(store),
            Area = parse.GetValue(area),
            SubmittedFrom = parse.GetValue(from),
            SubmittedTo = parse.GetValue(to),
        };
}
