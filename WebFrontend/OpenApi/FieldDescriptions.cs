using System.Text.Json.Serialization.Metadata;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Failures;
using RetailPulse.WebFrontend.V1.Hosts;
using RetailPulse.WebFrontend.V1.Jobs;
using RetailPulse.WebFrontend.V1.Jobs.Events;
using RetailPulse.WebFrontend.V1.Stores;
using RetailPulse.WebFrontend.V1.Webhooks;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>What a member of a body means wherever it comes up. A doc comment of its own goes before.</summary>
/// <param name="Least">The smallest number that it can be.</param>
/// <param name="OneOf">The only texts that it can be.</param>
internal sealed record FieldDescription(string Meaning, string? Least = null, NamedChoice? OneOf = null);

/// <summary>The words of the API.</summary>
internal static class FieldDescriptions
{
    /// <summary>Bodies in which a member that is not known is wrong.</summary>
    public static readonly HashSet<Type> Closed = [typeof(RetryRequest), typeof(AmendRequest)];

    private static readonly FieldDescription JobStatus = new("`ongoing`, and in the end one of the others.", OneOf: NamedChoice.JobStatus);
    private static readonly FieldDescription Ended = new("How it ended.", OneOf: NamedChoice.JobStatus);
    private static readonly FieldDescription Bytes = new("Of its file, as far as it was read.", "0");
    private static readonly FieldDescription Reason = new("Why it failed: one of a closed list.", OneOf: NamedChoice.Reason);
    private static readonly FieldDescription LastReason = new("Why the last failed attempt failed: one of a closed list.", OneOf: NamedChoice.Reason);
    private static readonly FieldDescription HostState = new("Whether the host can be called.", OneOf: NamedChoice.HostState);
    private static readonly FieldDescription WaitingForHost = new("Images that wait for a place at the host.", "0");
    private static readonly FieldDescription Images = new("How many images.", "0");
    private static readonly FieldDescription Visits = new("How many visits.", "0");
    private static readonly FieldDescription Number = new("From 0.", "0");
    private static readonly FieldDescription WebhookType = new("What happened: `job.completed`, `job.failed` or `job.cancelled`.");
    private static readonly FieldDescription Pixels = new("In pixels.", "1");

    private static readonly Dictionary<(Type, string), FieldDescription> OfOneType = new()
    {
        [(typeof(ImageResponse), "status")] = new("The count of the job that has the image.", OneOf: NamedChoice.ImageStatus),
        [(typeof(ImageResponse), "finished_at")] = new("When it got its result."),
        [(typeof(ImageResponse), "bytes")] = Bytes,
        [(typeof(ImageProgressResponse), "last_reason")] = LastReason,
        [(typeof(ImageProgressResponse), "attempts")] = new("Attempts that have ended.", "0"),
        [(typeof(ImageProgressResponse), "host")] = new("The origin that the image waits for."),
        [(typeof(ImageProgressResponse), "next_attempt_at")] = new("When the next attempt can begin."),
        [(typeof(HostListResponse), "hosts")] = new("At most 1,000 hosts, the most troubled first."),
        [(typeof(HostListResponse), "total")] = new("Hosts that the silos reported.", "0"),
        [(typeof(HostResponse), "state")] = HostState,
        [(typeof(HostResponse), "waiting")] = WaitingForHost,
        [(typeof(HostResponse), "last_reason")] = LastReason,
        [(typeof(HostOnSiloResponse), "state")] = HostState,
        [(typeof(HostOnSiloResponse), "waiting")] = WaitingForHost,
        [(typeof(HostOnSiloResponse), "last_reason")] = LastReason,
        [(typeof(JobWaitingResponse), "next_attempt_at")] = new("The earliest known time at which one of these images goes on."),
        [(typeof(JobWaitingResponse), "total")] = new("All images that wait.", "0"),
        [(typeof(ImageFailedEvent), "bytes")] = Bytes,
        [(typeof(ImageFailedEvent), "finished_at")] = new("When it failed."),
        [(typeof(EndEvent), "status")] = Ended,
        [(typeof(EndedJobBody), "status")] = Ended,
        [(typeof(EndedJobBody), "ended_at")] = new("When it ended."),
        [(typeof(JobLinks), "images")] = new("The job's images."),
        [(typeof(VisitLinks), "images")] = new("The visit's images."),
        [(typeof(StoreLinks), "visits")] = new("The store's visits."),
        [(typeof(StoreVisitsResponse), "visits")] = new("Those of this page."),
        [(typeof(JobImagesResponse), "images")] = new("Those of this page."),
        [(typeof(FailureListResponse), "failures")] = new("Those of this page."),
        [(typeof(FailureResponse), "host")] = new("Host of the URL."),
        [(typeof(FailureResponse), "finished_at")] = new("When it failed."),
        [(typeof(JobResponse), "failures")] = new("What failed, in groups."),
        [(typeof(RepeatedPhotosPageResponse), "repeated_photos")] = new("Those of this page."),
        [(typeof(WebhookDeliveryResponse), "url")] = new("Where it is sent."),
        [(typeof(WebhookDeliveryResponse), "attempts")] = new("Oldest first."),
        [(typeof(WebhookDeliveryResponse), "type")] = WebhookType,
        [(typeof(WebhookDeliveryResponse), "state")] = new("Whether it was taken.", OneOf: NamedChoice.DeliveryState),
        [(typeof(WebhookDeliveryResponse), "id")] = new("What the receiver gets as `webhook-id`, the same in every attempt."),
        [(typeof(ResentWebhookResponse), "id")] = new("The delivery's id."),
        [(typeof(JobEndMessage), "type")] = WebhookType,
        [(typeof(ProblemResponse), "status")] = new("The status code of the answer.", "400"),
        [(typeof(StoreMasterResponse), "source")] = new("Where it came from.", OneOf: NamedChoice.StoreMasterSource),
    };

    private static readonly Dictionary<string, FieldDescription> Anywhere = new()
    {
        ["id"] = new("The job's id.", "1"),
        ["job_id"] = new("The job's id.", "1"),
        ["status"] = JobStatus,
        ["reason"] = Reason,
        ["submitted_at"] = new("When it was accepted."),
        ["ended_at"] = new("When it ended; `null` until then."),
        ["eta_at"] = new("When it ends, if it goes on like this; `null` when unknown, or over."),
        ["counts"] = new("Its images by what became of them."),
        ["links"] = new("Paths of this API."),
        ["self"] = new("The same again."),
        ["job"] = new("The job."),
        ["jobs"] = new("Those of this page."),
        ["stores"] = new("Those of this page."),
        ["images"] = Images,
        ["visits"] = Visits,
        ["visit"] = Number,
        ["image"] = Number,
        ["total"] = Images,
        ["pending"] = new("Images without a result that no attempt is under way for.", "0"),
        ["running"] = new("Images that are being requested, downloaded, or measured.", "0"),
        ["waiting"] = new("What pending images that have begun wait for."),
        ["origin"] = new("Scheme, host, and port unless it is the scheme's default."),
        ["in_flight"] = new("Requests to the host that are under way.", "0"),
        ["recent_calls"] = new("Calls that `failure_share` is taken over.", "0"),
        ["failure_share"] = new("Share of the recent calls that failed, 0 to 1.", "0"),
        ["next_probe_at"] = new("The next probe of a host that is down, or the end of a host's rest; `null` for a host that can be called now."),
        ["silo"] = new("Address and port of the silo."),
        ["silos"] = new("Each silo that knows the host."),
        ["answered"] = new("Its hosts are in the list."),
        ["for_slot"] = new("Images that wait for a slot.", "0"),
        ["for_host"] = new("Images that wait for their host.", "0"),
        ["for_next_attempt"] = new("Images that wait for the time of their next attempt.", "0"),
        ["waits_for"] = new("What must come before the next attempt.", OneOf: NamedChoice.ImageWait),
        ["progress"] = new("What an image without a result is doing."),
        ["measured"] = new("Measured.", "0"),
        ["failed"] = new("Failed.", "0"),
        ["cancelled"] = new("Given up because the job was cancelled.", "0"),
        ["groups"] = new("How many groups there are.", "0"),
        ["retried"] = new("How many images are tried anew.", "0"),
        ["content_hash"] = new("The same for the same bytes of one tenant's images; it cannot be computed from them."),
        ["repeated_photos"] = new("Images whose bytes were seen before."),
        ["seen_in"] = new("Where else they are."),
        ["callback_url"] = new("Where its end is told; `null`: nowhere."),
        ["deliveries"] = new("Oldest first."),
        ["created_at"] = new("When the job ended."),
        ["next_attempt_at"] = new("`null` unless pending."),
        ["attempt"] = new("From 1.", "1"),
        ["at"] = new("When it was made."),
        ["http_status"] = new("Of the answer; `null` when there was none.", "100"),
        ["answer"] = new("The beginning of the response's body; empty if the receiver is in a network that a setting opens."),
        ["secret"] = new("`whsec_` and base64."),
        ["previous_secret"] = new("Signs as well until `previous_until`; `null` when there is none."),
        ["previous_until"] = new("When the one before ends."),
        ["earlier_secrets"] = new("The secrets before that one that still sign, newest first."),
        ["until"] = new("When the secret stops signing."),
        ["host"] = new("The host of their URLs."),
        ["store_id"] = new("As it was submitted, or as the store master has it."),
        ["store_name"] = new("As the store master has it."),
        ["area_code"] = new("As the store master has it."),
        ["visit_time"] = new("As it was submitted."),
        ["url"] = new("An absolute `http` or `https` URL of at most 8,192 characters, without user info. Blanks around it are removed."),
        ["format"] = new("What its content is, such as `jpeg`; `null` when that is unknown."),
        ["width"] = Pixels,
        ["height"] = Pixels,
        ["perimeter"] = new("2 × (width + height), in pixels.", "4"),
        ["attempts"] = new("How often it was tried.", "0"),
        ["earlier_failures"] = new("Why the attempts before the last one failed, each a `Reason`."),
        ["elapsed_ms"] = new("Milliseconds that the last attempt took.", "0"),
        ["rate"] = new("Images per second.", "0"),
        ["eta_seconds"] = new("Seconds.", "0"),
        ["version"] = new("The version's number.", "1"),
        ["type"] = new("`about:blank`: the code says it all."),
        ["title"] = new("What the status means."),
        ["code"] = new("For programs; never changes.", OneOf: NamedChoice.ProblemCode),
        ["detail"] = new("For people."),
        ["errors"] = new("Every wrong field, up to 100."),
        ["message"] = new("What is wrong with it, for people."),
        ["field"] = new("Which one."),
        ["unknown_stores_total"] = new("How many there are in all.", "0"),
        ["undated_visits_total"] = new("How many there are in all.", "0"),
        ["padded_stores_total"] = new("How many there are in all.", "0"),
        ["repeated_urls_total"] = new("How many there are in all.", "0"),
        ["refused_urls_total"] = new("How many there are in all.", "0"),
        ["error"] = new("What is wrong, for people."),
    };

    public static FieldDescription? Of(JsonPropertyInfo member) =>
        OfOneType.TryGetValue((member.DeclaringType, member.Name), out var own) ? own : Anywhere.GetValueOrDefault(member.Name);
}
