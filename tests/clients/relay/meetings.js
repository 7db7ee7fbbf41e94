// What a page made with Relay asks; relay-compiler reads it, and nothing runs it.
import { graphql } from "relay-runtime";

graphql`
  query meetingsPageQuery($year: Int) {
    ...meetings_list @arguments(year: $year)
  }
`;

graphql`
  fragment meetings_list on Query
  @argumentDefinitions(
    count: { type: "Int", defaultValue: 20 }
    cursor: { type: "String" }
    year: { type: "Int" }
  )
  @refetchable(queryName: "meetingsListPaginationQuery") {
    meetings(first: $count, after: $cursor, fiscalYear: $year)
      @connection(key: "meetings_list_meetings", filters: ["fiscalYear"]) {
      totalCount
      edges {
        node {
          id
          ...meetings_line
        }
      }
    }
  }
`;

graphql`
  fragment meetings_line on Meeting @refetchable(queryName: "meetingsLineRefetchQuery") {
    title
    date {
      value
    }
    bodies {
      id
      name
    }
  }
`;

graphql`
  fragment meetings_ofBody on Body
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
  )
  @refetchable(queryName: "meetingsOfBodyPaginationQuery") {
    name
    meetings(first: $first, after: $after, last: $last, before: $before)
      @connection(key: "meetings_ofBody_meetings") {
      edges {
        node {
          id
          title
        }
      }
    }
  }
`;

graphql`
  query meetingsBodyQuery($id: ID!, $last: Int) {
    node(id: $id) {
      __typename
      ... on Fact {
        quality {
          flag
        }
      }
      ...meetings_ofBody @arguments(last: $last) @alias(as: "body")
    }
  }
`;

graphql`
  mutation meetingsScheduleMutation($input: ScheduleMeetingInput!, $connections: [ID!]!) {
    scheduleMeeting(input: $input) {
      meeting @appendNode(connections: $connections, edgeTypeName: "MeetingEdge") {
        id
        ...meetings_line
      }
      userErrors {
        code
        field
      }
    }
  }
`;
