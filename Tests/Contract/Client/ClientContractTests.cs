using System.Collections;
using System.Reflection;
using System.Text.Json;
using RetailPulse.Client;

namespace RetailPulse.Tests.Contract.Client;

/// <summary>The client against the API's document: every body it knows whole, every operation it calls, and none besides.</summary>
public sealed class ClientContractTests
{
    /// <summary>Schemas by the records that stand for them.</summary>
    private static readonly Dictionary<string, Type> Records = new()
    {
        ["AcceptedJobResponse"] = typeof(AcceptedJob),
        ["AmendRequest"] = typeof(Amendment),
        ["DeletedJobResponse"] = typeof(DeletedJob),
        ["EndedCountsBody"] = typeof(EndedCounts),
        ["EndedJobBody"] = typeof(EndedJob),
        ["EndEvent"] = typeof(JobEnd),
        ["FailedImageEvent"] = typeof(ImageFailed),
        ["GapEvent"] = typeof(EventGap),
        ["JobEndedEvent"] = typeof(JobEnded),
        ["JobProgressEvent"] = typeof(JobProgressed),
        ["JobRetriedEvent"] = typeof(JobRetried),
        ["JobSubmittedEvent"] = typeof(JobSubmitted),
        ["AttemptResponse"] = typeof(ImageAttempt),
        ["AttemptsResponse"] = typeof(ImageAttempts),
        ["ClusterResponse"] = typeof(ClusterState),
        ["DatabaseResponse"] = typeof(DatabaseState),
        ["FrontEndResponse"] = typeof(FrontEndState),
        ["HostCountsResponse"] = typeof(HostCounts),
        ["PermitsResponse"] = typeof(PermitUse),
        ["NoticeResponse"] = typeof(StartNotice),
        ["SettingResponse"] = typeof(SettingInEffect),
        ["SiloReportResponse"] = typeof(SiloReport),
        ["SiloResponse"] = typeof(SiloState),
        ["ThroughputPointResponse"] = typeof(ThroughputPoint),
        ["ThroughputResponse"] = typeof(Throughput),
        ["ErrorResponse"] = typeof(PlainError),
        ["FailureListResponse"] = typeof(FailureList),
        ["FailureResponse"] = typeof(Failure),
        ["FailureGroupResponse"] = typeof(FailureGroup),
        ["FieldProblem"] = typeof(FieldError),
        ["GoodImageResponse"] = typeof(GoodImage),
        ["HostListResponse"] = typeof(ImageHosts),
        ["HostOnSiloResponse"] = typeof(HostOnSilo),
        ["HostResponse"] = typeof(ImageHost),
        ["ImageBody"] = typeof(ImageToMeasure),
        ["ImageFailedEvent"] = typeof(FailedImage),
        ["ImageResponse"] = typeof(JobImage),
        ["JobCountsResponse"] = typeof(JobCounts),
        ["JobEndMessage"] = typeof(JobEndMessage),
        ["JobFailuresResponse"] = typeof(JobFailures),
        ["JobImagesResponse"] = typeof(ImagePage),
        ["JobWaitingResponse"] = typeof(JobWaiting),
        ["ImageProgressResponse"] = typeof(ImageProgress),
        ["JobWebhooksResponse"] = typeof(WebhookDeliveries),
        ["JobLinks"] = typeof(JobLinks),
        ["JobListResponse"] = typeof(JobPage),
        ["JobOperationResponse"] = typeof(JobOperation),
        ["JobSelectionResponse"] = typeof(JobSelection),
        ["OperationImagesResponse"] = typeof(OperationImages),
        ["OperationJobsResponse"] = typeof(OperationJobs),
        ["OperationLinks"] = typeof(OperationLinks),
        ["JobResponse"] = typeof(Job),
        ["JobRetriesResponse"] = typeof(JobRetries),
        ["JobRetryResponse"] = typeof(PastRetry),
        ["ListedJobResponse"] = typeof(ListedJob),
        ["MeResponse"] = typeof(Me),
        ["QuotaResponse"] = typeof(TenantQuota),
        ["RateResponse"] = typeof(RequestRate),
        ["UseResponse"] = typeof(TenantUse),
        ["MeasurementBody"] = typeof(Measurement),
        ["ProblemResponse"] = typeof(ProblemDetails),
        ["ProgressEvent"] = typeof(JobProgress),
        ["ReasonCountResponse"] = typeof(ReasonCount),
        ["RefusedUrlResponse"] = typeof(RefusedUrl),
        ["UndatedVisitResponse"] = typeof(UndatedVisit),
        ["PaddedStoreResponse"] = typeof(PaddedStore),
        ["RepeatedUrlResponse"] = typeof(RepeatedUrl),
        ["EarlierSecretResponse"] = typeof(EarlierSecret),
        ["RepeatedPhotoResponse"] = typeof(RepeatedPhoto),
        ["RepeatedPhotosPageResponse"] = typeof(RepeatedPhotoPage),
        ["RepeatedPhotosResponse"] = typeof(RepeatedPhotos),
        ["ResentWebhookResponse"] = typeof(ResentWebhook),
        ["RetryRequest"] = typeof(Retry),
        ["RetryResponse"] = typeof(RetriedJob),
        ["SeenPhotoResponse"] = typeof(SeenPhoto),
        ["SiloAnswerResponse"] = typeof(SiloAnswer),
        ["StatusResponse"] = typeof(JobStanding),
        ["StoreErrorResponse"] = typeof(StoreError),
        ["StoreLinks"] = typeof(StoreLinks),
        ["AreaListResponse"] = typeof(AreaPage),
        ["AreaResponse"] = typeof(Area),
        ["StoreListResponse"] = typeof(StorePage),
        ["StoreMasterResponse"] = typeof(StoreMaster),
        ["StoreResponse"] = typeof(Store),
        ["StoreResultsBody"] = typeof(StoreMeasurements),
        ["StoreVisitResponse"] = typeof(StoreVisit),
        ["StoreVisitsResponse"] = typeof(StoreVisitPage),
        ["SubmissionBody"] = typeof(Submission),
        ["SubmitResponse"] = typeof(SubmittedJob),
        ["TopReasonResponse"] = typeof(TopReason),
        ["UnknownStoreResponse"] = typeof(UnknownStore),
        ["PhotoListResponse"] = typeof(PhotoPage),
        ["PhotoResponse"] = typeof(Photo),
        ["StoreMasterPreviewResponse"] = typeof(StoreMasterPreview),
        ["PreviewedStoreResponse"] = typeof(PreviewedStore),
        ["ChangedStoreResponse"] = typeof(ChangedStore),
        ["ValidationResponse"] = typeof(Validation),
        ["VisitBody"] = typeof(VisitToMeasure),
        ["VisitLinks"] = typeof(VisitLinks),
        ["VisitsBody"] = typeof(Measurements),
        ["WebhookAttemptResponse"] = typeof(WebhookAttempt),
        ["WebhookDeliveryResponse"] = typeof(WebhookDelivery),
        ["WebhookSecretResponse"] = typeof(WebhookSecret),
    };

    /// <summary>Bodies of the contract route to submit jobs, which the client does not call.</summary>
    private static readonly string[] Uncalled = ["ContractSubmissionBody", "ContractVisitBody"];

    private static JsonElement Schemas => ApiDocument.Committed.Root.GetProperty("components").GetProperty("schemas");

    /// <summary>Closed lists are texts in this client, so that it can read one that a later service adds to.</summary>
    private static IEnumerable<JsonProperty> Bodies =>
        Schemas.EnumerateObject().Where(schema => schema.Value.TryGetProperty("properties", out _) && !Uncalled.Contains(schema.Name));

    [Fact]
    public void Every_schema_has_its_record() =>
        Assert.Equal(Bodies.Select(schema => schema.Name).Order(StringComparer.Ordinal), Records.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Records_have_the_members_of_their_schemas_and_no_others()
    {
        foreach (var (schema, record) in Records)
            Assert.Equal(
                Members(record, Schemas.GetProperty(schema)).Order(StringComparer.Ordinal),
                Members(record).Order(StringComparer.Ordinal)
            );
    }

    [Fact]
    public async Task Every_operation_of_api_v1_is_called_and_none_that_is_not_documented()
    {
        var calls = new CountingHandler();
        using var http = new HttpClient(calls) { BaseAddress = new Uri("http://pulse.example/") };
        await ClientCalls.AllAsync(new RetailPulseClient(http));
        var called = calls
            .Requests.Select(request => ApiDocument.Committed.At(request.Path).Single(operation => operation.Method == request.Method).Name)
            .Distinct();
        string[] unused = ["POST /api/submit", "GET /health", "GET /alive", "GET /health/live", "GET /health/ready", "GET /health/startup"];
        Assert.Equal(
            ApiDocument.Committed.Operations.Select(operation => operation.Name).Except(unused).Order(StringComparer.Ordinal),
            called.Order(StringComparer.Ordinal)
        );
    }

    private static IEnumerable<string> Members(Type record, JsonElement schema) =>
        schema.GetProperty("properties").EnumerateObject().Select(member => $"{record.Name}: {member.Name} {Kind(schema, member)}");

    private static IEnumerable<string> Members(Type record) =>
        record
            .GetProperties()
            .Select(member => $"{record.Name}: {JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name)} {Kind(member)}");

    /// <summary>What a member is, and whether it may be null or missing.</summary>
    private static string Kind(JsonElement schema, JsonProperty member)
    {
        var kind = Kind(member.Value);
        var always =
            schema.TryGetProperty("required", out var required) && required.EnumerateArray().Any(name => name.GetString() == member.Name);
        return always || kind.EndsWith('?') ? kind : $"{kind}?";
    }

    private static string Kind(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var named))
            return Records.TryGetValue(named.GetString()!.Split('/')[^1], out var record) ? record.Name : "string";
        if (schema.TryGetProperty("oneOf", out var either))
            return $"{Kind(either.EnumerateArray().Single(one => one.TryGetProperty("$ref", out _)))}?";
        if (!schema.TryGetProperty("type", out var type))
            return "any";
        string[] types =
            type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];
        return types.Single(one => one != "null") + (types.Contains("null") ? "?" : "");
    }

    private static string Kind(PropertyInfo member)
    {
        var nullable = new NullabilityInfoContext().Create(member).ReadState == NullabilityState.Nullable;
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        return type switch
            {
                _ when type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) => "string",
                _ when type == typeof(int) || type == typeof(long) => "integer",
                _ when type == typeof(double) => "number",
                _ when type == typeof(bool) => "boolean",
                _ when type == typeof(JsonElement) => "any",
                _ when type == typeof(IReadOnlyDictionary<string, string>) => "object",
                _ when type.IsAssignableTo(typeof(IEnumerable)) => "array",
                _ => type.Name,
            } + (nullable ? "?" : "");
    }
}
