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

    private readonly Option<DateTimeOffset?> endedFrom = ListOptions.Time("--ended-from", "Jobs that ended then or later");

    private readonly Option<DateTimeOffset?> endedTo = ListOptions.Time("--ended-to", "Jobs that ended before");

    private readonly Option<string?> label = new("--label") { Description = "Jobs with exactly this label", HelpName = "TEXT" };

    private readonly Option<string[]> metadata = new("--metadata")
    {
        Description = "Jobs whose metadata has this pair; can be repeated",
        HelpName = "KEY=VALUE",
    };

    private readonly Option<string?> search = new("--search")
    {
        Description = "The job with this id, and jobs whose label begins with this text",
        HelpName = "TEXT",
    };

    private readonly Option<int?> minFailed = new("--min-failed")
    {
        Description = "Jobs with at least this number of failed images",
        HelpName = "N",
    };

    public JobFilters() =>
        metadata.Validators.Add(result =>
        {
            var keys = result.Tokens.Select(token => Key(token.Value)).ToArray();
            if (keys.Contains(""))
                result.AddError("--metadata must be a pair such as region=north.");
            else if (keys.Distinct(StringComparer.Ordinal).Count() < keys.Length)
                result.AddError("--metadata names a key more than once.");
        });

    /// <summary>Reason of failed images.</summary>
    public Option<string?> Reason { get; } = ImagesCommand.Reason();

    /// <summary>Host of failed images.</summary>
    public Option<string?> Host { get; } = new("--host") { Description = "Images that failed at this host", HelpName = "HOST" };

    public IReadOnlyList<Option> All => [.. OfJobs, Reason, Host];

    /// <summary>The filters that select jobs, but not images of jobs.</summary>
    public IReadOnlyList<Option> OfJobs => [status, store, area, label, metadata, search, from, to, endedFrom, endedTo, minFailed];

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
            Label = parse.GetValue(label),
            Metadata = parse.GetValue(metadata) is { Length: > 0 } pairs
                ? pairs.ToDictionary(Key, pair => pair[(pair.IndexOf('=') + 1)..], StringComparer.Ordinal)
                : null,
            Text = parse.GetValue(search),
            SubmittedFrom = parse.GetValue(from),
            SubmittedTo = parse.GetValue(to),
            EndedFrom = parse.GetValue(endedFrom),
            EndedTo = parse.GetValue(endedTo),
            MinFailed = parse.GetValue(minFailed),
            Reason = parse.GetValue(Reason),
            Host = parse.GetValue(Host),
        };

    /// <summary>Returns the key of a pair; an empty text if it is not a pair.</summary>
    private static string Key(string pair) => pair[..Math.Max(0, pair.IndexOf('='))];
}
