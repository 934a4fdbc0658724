using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.V1.Stores;

/// <summary>The descriptions of operations on stores and their visits.</summary>
internal static class StoreOperations
{
    private const string Csv = "store_id,store_name,area_code\r\nS00339218,Juniper Corner Shop,700086\r\n";

    private static readonly StoreResponse Store = new(
        "S00339218",
        "Juniper Corner Shop",
        "700086",
        StoreLinks.Of(PathString.Empty, "S00339218")
    );

    private static readonly StoreVisitsResponse Visits = new(
        "S00339218",
        "Juniper Corner Shop",
        "700086",
        new("https://images.example/shelf-front.jpg", Examples.Submitted, 1280, 960, 4480, 123, 0, 0),
        [
            new(
                123,
                0,
                "2026-05-04T09:30:00Z",
                Examples.Submitted,
                2,
                1,
                1,
                [new("http_404", 1)],
                new("/api/v1/jobs/123", "/api/v1/jobs/123/images?visit=0"),
                "visit-7"
            ),
        ],
        null
    );

    private static readonly StoreMasterResponse Master = new(
        2,
        "upload",
        4_944,
        Examples.Submitted,
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        null,
        null
    );

    private static readonly StoreMasterResponse Previewed = Master with
    {
        Preview = new(
            4_944,
            [new("S00339218", "Juniper Corner Shop", "700086")],
            1,
            [new("S01408764", "Harbour Kiosk", "700086")],
            1,
            [new("S00339219", "Juniper Market", "700087", "Juniper Shop", "700086")],
            1
        ),
    };

    private static readonly Problem InvalidMaster = new(
        400,
        "invalid_store_master",
        "The store master is invalid and was rejected.",
        [new FieldProblem("line 3", "1 fields, and the header has 3")]
    );

    public static readonly Operation List = new(
        "listStores",
        Tags.Stores,
        "List stores",
        "Returns stores, ordered by id. Search by area, and by a part of the id or name."
    )
    {
        Fields =
        [
            Field.Text("area", "Only stores of exactly this area.", "700086"),
            Field.Text("q", "Only stores whose id or name contains this text. Upper and lower case are equal.", "corner"),
            .. Field.Page,
        ],
        Answers = [new(200, "A page of stores.", Content.Json(new StoreListResponse([Store], null)))],
        Problems = [Examples.WrongPageSize, Examples.InternalError, Problem.Unavailable],
    };

    public static readonly Operation ListAreas = new(
        "listAreas",
        Tags.Stores,
        "List areas",
        "Returns the areas of the store master in force, ordered by code, each with the number of its stores."
    )
    {
        Fields = [.. Field.Page],
        Answers = [new(200, "A page of areas.", Content.Json(new AreaListResponse([new("700086", 12)], 1, null)))],
        Problems = [Examples.WrongPageSize, Examples.InternalError, Problem.Unavailable],
    };

    public static readonly Operation PutMaster = new(
        "putStoreMaster",
        Tags.Stores,
        "Replace the store master",
        """
        Replaces the whole store master, durably and on all servers at once. If any line is invalid, the upload is rejected as a whole, and the first 100
        invalid lines are listed. Jobs that have begun are not affected. An upload that equals the store master in force creates no new version.

        With `validate_only=true`, nothing changes: `preview` shows what the upload would add, remove, and change. With `If-Match`, the upload replaces only the
        version that it names. With `If-None-Match`, nothing changes, and the response is `412`.

        If you repeat this request, send the same `Idempotency-Key`. Otherwise the repetition would replace a later store master.
        """
    )
    {
        Fields =
        [
            Field.Flag("validate_only", "Whether to preview the upload without putting it in force."),
            Field.ChangeKey,
            Field.IfMatch,
        ],
        Headers = [HeaderText.Replayed],
        Body = new(
            "text/csv",
            Csv,
            """
            CSV with at most 32 MiB and 500,000 stores, in UTF-8 or UTF-16, separated by commas, semicolons, or tabs. The header row has the columns `store_id`,
            `store_name`, and `area_code`, in any order. Spellings such as `StoreID` and `Store ID` are accepted. Ambiguous content is rejected with its line.
            """
        ),
        Answers =
        [
            new(200, "The version in force.", Content.Json<StoreMasterResponse>(("upload", Master), ("preview", Previewed)))
            {
                Headers = [HeaderText.VersionTag],
            },
        ],
        Problems =
        [
            Examples.UnknownParameter,
            Problem.InvalidIdempotencyKey,
            InvalidMaster,
            .. Examples.Transfer,
            Problem.VersionReplaced,
            Problem.IdempotencyKeyConflict,
            Examples.InternalError,
            Problem.TooManyBodies,
            Problem.Unavailable,
        ],
    };

    public static readonly Operation Get = new("getStore", Tags.Stores, "Get a store", "Returns a store of the store master in force.")
    {
        Fields = [Field.StoreId],
        Answers = [new(200, "The store.", Content.Json(Store))],
        Problems = [Examples.UnknownParameter, Problem.StoreNotFound, Examples.InternalError, Problem.Unavailable],
    };

    public static readonly Operation ListVisits = new(
        "listStoreVisits",
        Tags.Stores,
        "List the visits of a store",
        """
        Returns the store's visits in all jobs, newest first, with the number of failed images by reason, and the last measured image of the store. Visits
        whose time is not a date come last.
        """
    )
    {
        Fields = [Field.StoreId, .. Field.Page],
        Answers = [new(200, "A page of visits.", Content.Json(Visits))],
        Problems =
        [
            Examples.Query("page_token", QueryReader.InvalidToken),
            Problem.StoreNotFound,
            Examples.InternalError,
            Problem.Unavailable,
        ],
    };

    public static readonly Operation GetMaster = new(
        "getStoreMaster",
        Tags.Stores,
        "Get the version of the store master",
        "Returns the version in force, and whether the present file was rejected."
    )
    {
        Fields = [Field.IfNoneMatch],
        Answers = [new(200, "The version in force.", Content.Json(Master)) { Headers = [HeaderText.VersionTag] }, Answer.NotModified],
        Problems = [Examples.UnknownParameter, Examples.InternalError, Problem.Unavailable],
    };
}
