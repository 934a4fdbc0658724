using System.CommandLine;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Commands;

/// <summary>Jobs that a command changes: given by their ids, or by filters.</summary>
internal sealed class SelectedJobs
{
    private readonly Argument<long[]> ids = JobIds.Several(ArgumentArity.ZeroOrMore);
    private readonly JobFilters filters = new();
    private readonly Option<bool> yes = Confirmation.Option();

    /// <param name="verb">What happens to the jobs, for messages.</param>
    public void AddTo(Command command, string verb)
    {
        command.Add(ids);
        filters.AddTo(command);
        command.Add(yes);
        command.Validators.Add(result =>
        {
            var hasIds = result.GetValue(ids) is [_, ..];
            var hasFilters = filters.All.Any(option => result.GetResult(option) is not null);
            if (!hasIds && !hasFilters)
                result.AddError($"Name the jobs to {verb}, or select them by a filter such as --from 24h.");
            if (hasIds && hasFilters)
                result.AddError("Name jobs by their ids or by filters, not by both.");
        });
    }

    /// <summary>Returns the ids of the jobs, after confirmation if there are several.</summary>
    /// <param name="status">Status that jobs selected by filters must have.</param>
    public async Task<IReadOnlyList<long>> ReadAsync(
        Session session,
        ParseResult parse,
        string verb,
        string status,
        CancellationToken cancellationToken
    )
    {
        List<long> found = [.. parse.GetValue(ids)!.Distinct()];
        if (found.Count == 0)
        {
            var query = filters.Read(parse);
            await foreach (
                var job in session.Client.Jobs.ListAsync(
                    query with
                    {
                        Status = query.Status ?? status,
                        PageSize = 1_000,
                    },
                    cancellationToken
                )
            )
                found.Add(job.Id);
        }

        if (found.Count == 0)
            session.Note("No job matches.");
        if (found.Count > 1)
            Confirmation.Require(session, parse.GetValue(yes), $"{verb} {Texts.Plural(found.Count, "job")}");
        return found;
    }
}
