using System.CommandLine;
using System.Runtime.CompilerServices;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse webhooks</c>.</summary>
internal static class WebhooksCommand
{
    public static Command Create(CommandHost host)
    {
        var id = JobIds.Optional();
        var command = new ExampleCommand(
            "webhooks",
            "Print the deliveries of the webhooks of a job, with their last attempts.",
            "retailpulse webhooks 17",
            "retailpulse webhooks resend 17 msg_5f0c9d",
            "retailpulse webhooks listen --forward-to http://localhost:3000/hooks"
        )
        {
            id,
            ResendCommand(host),
            WebhookListenCommand.Create(host),
        };
        host.Bind(
            command,
            (session, parse, cancellationToken) =>
            {
                if (parse.GetValue(id) is not { } job)
                    throw CommandException.Usage("Name the job whose webhooks to print.", "retailpulse webhooks --help");
                return session.Out.ListAsync(ReadAsync(session, job, cancellationToken), Columns(session.Now), delivery => delivery.Id);
            }
        );
        return command;
    }

    private static ExampleCommand ResendCommand(CommandHost host)
    {
        var id = JobIds.One();
        var delivery = new Argument<string>("DELIVERY") { Description = "Id of the delivery, as 'retailpulse webhooks ID' prints it" };
        var command = new ExampleCommand("resend", "Send a webhook again.", "retailpulse webhooks resend 17 msg_5f0c9d") { id, delivery };
        host.Bind(
            command,
            async (session, parse, cancellationToken) =>
            {
                await session.Out.PassAsync(async () =>
                {
                    await session.Client.Webhooks.ResendAsync(parse.GetValue(id), parse.GetValue(delivery)!, cancellationToken);
                    return true;
                });
                session.Note("The webhook is being sent.");
            }
        );
        return command;
    }

    private static async IAsyncEnumerable<WebhookDelivery> ReadAsync(
        Session session,
        long job,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var delivery in await session.Client.Webhooks.ListAsync(job, cancellationToken))
            yield return delivery;
    }

    private static IReadOnlyList<Column<WebhookDelivery>> Columns(DateTimeOffset now) =>
        [
            new("id", delivery => Cell.Text(delivery.Id)),
            new("type", delivery => Cell.Text(delivery.Type)),
            new("state", delivery => Cell.Status(delivery.State)),
            new("attempts", delivery => Cell.Number(delivery.Attempts.Count)),
            new("last response", delivery => Cell.Text(Response(delivery.Attempts is [.., var last] ? last : null))),
            new("next attempt", delivery => Cell.Time(delivery.NextAttemptAt, now)),
            new("url", delivery => Cell.Text(delivery.Url)),
        ];

    private static string Response(WebhookAttempt? attempt) =>
        attempt is null ? ""
        : attempt.HttpStatus is { } status ? Texts.Id(status)
        : attempt.Reason ?? "";
}
