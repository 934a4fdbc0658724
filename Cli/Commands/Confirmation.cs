using System.CommandLine;
using RetailPulse.Cli.Exits;

namespace RetailPulse.Cli.Commands;

/// <summary>Asks before a command changes more than one job.</summary>
internal static class Confirmation
{
    public static Option<bool> Option() => new("--yes", "-y") { Description = "Do not ask before several jobs are changed" };

    /// <param name="question">What is about to happen, such as "Cancel 3 jobs".</param>
    /// <exception cref="CommandException">The change was not confirmed.</exception>
    public static async Task RequireAsync(Session session, bool yes, string question, CancellationToken cancellationToken)
    {
        if (yes)
            return;
        if (!session.Surroundings.InputIsTerminal || !session.Surroundings.ErrorIsTerminal)
            throw CommandException.Usage($"{question} requires --yes, because nobody can be asked.");
        session.Surroundings.Error.Write($"{question}? [y/N] ");
        var answer = await Task.Run(session.Surroundings.ReadAnswer, CancellationToken.None).WaitAsync(cancellationToken);
        if (answer?.Trim().ToLowerInvariant() is not ("y" or "yes"))
            throw CommandException.Usage("Nothing was changed.");
    }
}
