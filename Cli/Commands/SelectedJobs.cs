using System.CommandLine;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Commands;

/// <summary>Jobs that a command changes: given by their ids, or by filters.</summary>
internal sealed class SelectedJobs
{
    private readonly Argument<long[]> ids = JobIds.Several(ArgumentArity.ZeroOrMore);
    private readonly Option<bool> yes = Confirmation.Option();

    public JobFilters Filters { get; } = new();

    /// <param name="verb">What happens to the jobs, for messages.</param>
    /// <param name="selectsImages">Whether reason and host also select images of jobs that are named by their ids.</param>
    public void AddTo(Command command, string verb, bool selectsImages = false)
    {
        command.Add(ids);
        Filters.AddTo(command);
        command.Add(yes);
        command.Validators.Add(result =>
        {
            var hasIds = result.GetResult(ids) is { Tokens.Count: > 0 };
            if (!hasIds && !Filters.All.Any(option => result.GetResult(option) is not null))
                result.AddError($"Name the jobs to {verb}, or select them by a filter such as --from 24h.");
            if (hasIds && (selectsImages ? Filters.OfJobs : Filters.All).Any(option => result.GetResult(option) is not null))
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
        List<long> found = [.. (parse.GetValue(ids) ?? []).Distinct()];
        if (found.Count == 0)
        {
            var query = Filters.Read(parse);
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
            await Confirmation.RequireAsync(session, parse.GetValue(yes), $"{verb} {Texts.Plural(found.Count, "job")}", cancellationToken);
        return found;
    }
}
